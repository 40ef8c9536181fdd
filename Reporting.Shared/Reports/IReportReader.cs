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
    /// Key of the last row that was read and is in no row given: filtered away, or a commit without run; empty when there was none. Behind it, or behind the last
    /// row given if that comes later, a reader of its own can go on, and counts the commits without run from there.
    /// </summary>
    ReadOnlySpan<byte> PassedKey { get; }
}
