namespace Reporting.Activity.Writing;

/// <summary>A row that was not written.</summary>
/// <param name="Index">Its place in the call, from 0.</param>
/// <param name="Field">The field at fault; empty when it is about the whole row.</param>
/// <param name="Message">What is wrong, as a sentence that follows the field's name.</param>
public sealed record RejectedRow(int Index, string Field, string Message);
