using Reporting.Activity.Scanning;
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
