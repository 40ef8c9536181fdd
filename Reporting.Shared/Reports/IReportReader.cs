using Reporting.Rows;

namespace Reporting.Reports;

/// <summary>A reader that also knows what it has passed over.</summary>
public interface IReportReader : IRowReader
{
    /// <summary>
    /// Usage: commits passed so far whose run is not in the log. Complete for the range when the reader has ended. 0 for other reports, and when the
    /// query filters runs: a run that was filtered away cannot be told from one that is missing.
    /// </summary>
    long CommitsWithoutRun { get; }

    /// <summary>
    /// Key of the last row that was read and filtered away; empty when there was none. Behind it, or behind the last row given if that comes later, a reader of
    /// its own can go on. Usage, whose rows come of two scans, does not tell it.
    /// </summary>
    ReadOnlySpan<byte> PassedKey { get; }
}
