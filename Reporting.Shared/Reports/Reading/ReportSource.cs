using Reporting.Activity.Records;
using Reporting.Activity.Scanning;
using Reporting.Reports.Filtering;
using Reporting.Storage.Paging;

namespace Reporting.Reports.Reading;

/// <summary>Opens a report's rows as its definition says.</summary>
internal sealed class ReportSource(IActivityScanner scanner) : IReportSource
{
    /// <inheritdoc/>
    public IReportReader Open(ReportQuery query, KeyRange keys, IPageGate? gate = null) => query.Report.Open(new ReportScan(scanner, query, keys, gate));
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

/// <summary>The rows of a report over one table: the scan's rows that pass the filter.</summary>
internal sealed class TableReportReader(IRowReader rows, RowFilter filter) : IReportReader
{
    private readonly KeyMark _passed = new();

    /// <summary>Opens the rows of a report over one table: a scan for the columns that the query needs and nothing more.</summary>
    public static TableReportReader Open(ReportScan scan)
    {
        ReportQuery query = scan.Query;
        ActivityTable table = query.Report.Tables.Single();
        IEnumerable<string> names = query.Columns.Select(column => column.Name)
            .Concat(RowFilter.ColumnsOf(query.Report, query.Filters))
            .Concat(query.Changed is null ? [] : [ActivityTable.ChangedAt])
            .Distinct(StringComparer.Ordinal);
        var schema = new RowSchema(names.Select(name => table.Columns.First(column => string.Equals(column.Name, name, StringComparison.Ordinal))));
        return new TableReportReader(
            scan.Open(table, scan.Keys, schema, ServiceFilter.Create(query.Report, query.Filters, query.Changed)),
            RowFilter.Create(query.Report, query.Filters, schema, query.Changed));
    }

    /// <inheritdoc/>
    public RowSchema Schema => rows.Schema;

    /// <inheritdoc/>
    public RowView Current => rows.Current;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> CurrentKey => rows.CurrentKey;

    /// <inheritdoc/>
    public long CommitsWithoutRun => 0;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> PassedKey => _passed.Key;

    /// <inheritdoc/>
    public bool TryRead()
    {
        while (rows.TryRead())
        {
            if (filter.IsEmpty || filter.Passes(rows.Current))
            {
                return true;
            }

            _passed.Set(rows.CurrentKey);
        }

        return false;
    }

    /// <inheritdoc/>
    public ValueTask<bool> LoadAsync(CancellationToken cancellationToken) => rows.LoadAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => rows.DisposeAsync();
}
