using Reporting.Activity.Records;
using Reporting.Activity.Scanning;
using Reporting.Reports.Filtering;
using Reporting.Reports.Reading;
using Reporting.Rows;
using Reporting.Storage.Paging;

namespace Reporting.Reports;

/// <summary>Opens scans for the columns that a query needs and nothing more, and filters or joins them as they stream.</summary>
internal sealed class ReportSource(IActivityScanner scanner) : IReportSource
{
    private const string ChangedColumn = "changedAt";

    /// <inheritdoc/>
    public IReportReader Open(ReportQuery query, KeyRange keys, IPageGate? gate = null) =>
        query.Report.Tables.Length == 1 ? OpenTable(query, keys, gate) : OpenUsage(query, keys, gate);

    private TableReportReader OpenTable(ReportQuery query, KeyRange keys, IPageGate? gate)
    {
        ActivityTable table = query.Report.Tables[0];
        IEnumerable<string> names = query.Columns.Select(column => column.Name)
            .Concat(RowFilter.ColumnsOf(query.Report, query.Filters))
            .Concat(query.Changed is null ? [] : [ChangedColumn])
            .Distinct(StringComparer.Ordinal);
        var schema = new RowSchema(names.Select(name => table.Columns.First(column => string.Equals(column.Name, name, StringComparison.Ordinal))));
        return new TableReportReader(
            Scan(table, keys, schema, ServiceFilter.Create(query.Report, query.Filters, query.Changed), gate),
            RowFilter.Create(query.Report, query.Filters, schema, query.Changed));
    }

    // A usage row counts as changed when its run or its commit changed, so neither side may be filtered by that; and a commit is its run's
    // whatever organization it names, so only the runs are filtered by the service.
    private UsageReader OpenUsage(ReportQuery query, KeyRange keys, IPageGate? gate)
    {
        var columns = new UsageColumns(query);
        var range = new UsageRange(keys);
        return new UsageReader(
            Scan(query.Report.Tables[0], range.Runs, columns.Runs, ServiceFilter.Create(query.Report, query.Filters, changed: null), gate),
            Scan(query.Report.Tables[1], range.Commits, columns.Commits, filter: null, gate),
            columns,
            range,
            RowFilter.Create(query.Report, query.Filters, columns.Runs, changed: null),
            query.Changed);
    }

    private IRowReader Scan(ActivityTable table, KeyRange keys, RowSchema schema, string? filter, IPageGate? gate) =>
        scanner.Open(new ScanRequest { Table = table, Keys = keys, Schema = schema, Filter = filter, Gate = gate });
}

/// <summary>Gives a report's rows: scans, joins and filters.</summary>
public interface IReportSource
{
    /// <summary>
    /// Opens a reader over the rows of <paramref name="query"/> in <paramref name="keys"/>. Its schema has all of the query's columns, found by name,
    /// and perhaps others that the source needs itself. To go on from any row, open <c>keys.After(its CurrentKey)</c>.
    /// </summary>
    /// <param name="query">What to read.</param>
    /// <param name="keys">Of which keys.</param>
    /// <param name="gate">Says when a page may be asked for; null for at once.</param>
    IReportReader Open(ReportQuery query, KeyRange keys, IPageGate? gate = null);
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
