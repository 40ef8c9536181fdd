namespace Reporting.Activity.Records;

/// <summary>What is wrong with a record.</summary>
/// <param name="Field">The field's name in the record's JSON; empty when it is about the whole line.</param>
/// <param name="Message">What the field takes, as a sentence that follows its name.</param>
public sealed record RecordProblem(string Field, string Message);
