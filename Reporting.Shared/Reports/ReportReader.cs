using Reporting.Activity.Records;
using Reporting.Activity.Scanning;
using Reporting.Storage.Paging;

namespace Reporting.Reports;

/// <summary>What a report opens its rows from: a query, a range of keys, and the log.</summary>
/// <param name="Scanner">Reads the log.</param>
/// <param name="Query">What to read.</param>
/// <param name="Keys">Of which keys.</param>
/// <param name="Gate">Says when a page may be asked for; null for at once.</param>
public sealed record ReportScan(IActivityScanner Scanner, ReportQuery Query, KeyRange Keys, IPageGate? Gate)
{
    /// <summary>Opens a scan of one of the report's tables.</summary>
    /// <param name="table">The table.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="schema">Its columns.</param>
    /// <param name="filter">What the service filters, or null.</param>
    public IRowReader Open(ActivityTable table, KeyRange keys, RowSchema schema, string? filter) =>
        Scanner.Open(new ScanRequest { Table = table, Keys = keys, Schema = schema, Filter = filter, Gate = Gate });
}

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
