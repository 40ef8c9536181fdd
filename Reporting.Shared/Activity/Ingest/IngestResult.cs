namespace Reporting.Activity.Ingest;

/// <summary>What became of a call's lines. Every good line is stored, whatever the others are.</summary>
/// <param name="Received">Lines that were read, without empty ones.</param>
/// <param name="Inserted">Rows that were new.</param>
/// <param name="Replaced">Rows that replaced an earlier phase.</param>
/// <param name="Unchanged">Rows that were there already, or in a later phase, or came more than once in the call.</param>
/// <param name="Refused">Lines that were not stored.</param>
/// <param name="BadLines">The first 100 of them.</param>
/// <param name="Complete">False when the call held more lines than one call takes; those behind were not read.</param>
public sealed record IngestResult(long Received, long Inserted, long Replaced, long Unchanged, long Refused, IReadOnlyList<BadLine> BadLines, bool Complete)
{
    /// <summary>Lines whose rows are stored.</summary>
    public long Accepted => Inserted + Replaced + Unchanged;
}
