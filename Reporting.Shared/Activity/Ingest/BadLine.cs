namespace Reporting.Activity.Ingest;

/// <summary>A line that was not stored, and why.</summary>
/// <param name="Number">The line's number in the call, from 1; empty lines count.</param>
/// <param name="Field">The field at fault; empty when it is about the whole line.</param>
/// <param name="Message">What is wrong and what the field takes, as a sentence that follows the field's name.</param>
public sealed record BadLine(long Number, string Field, string Message);
