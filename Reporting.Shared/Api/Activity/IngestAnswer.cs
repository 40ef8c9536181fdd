namespace Reporting.Api.Activity;

/// <summary>What became of the lines of a call. Every good line is stored, whatever the others are.</summary>
/// <param name="Received">Lines that were read, without empty ones.</param>
/// <param name="Accepted">Lines whose rows are stored.</param>
/// <param name="Inserted">Of these, rows that were new.</param>
/// <param name="Replaced">Of these, rows that replaced an earlier phase.</param>
/// <param name="Unchanged">Of these, rows that were there already, in this or a later phase.</param>
/// <param name="Refused">Lines that were not stored.</param>
/// <param name="Complete">False when the call held more lines than one call takes; those behind were not read.</param>
/// <param name="BadLines">The first 100 lines that were not stored.</param>
public sealed record IngestAnswer(
    long Received, long Accepted, long Inserted, long Replaced, long Unchanged, long Refused, bool Complete, IReadOnlyList<BadLineAnswer> BadLines);
