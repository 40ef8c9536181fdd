using Reporting.Activity.Scanning;

namespace Reporting.Reports;

/// <summary>Gives a report's rows: scans, joins and filters.</summary>
public interface IReportSource
{
    /// <summary>
    /// Opens a reader over the rows of <paramref name="query"/> in <paramref name="keys"/>. Its schema has all of the query's columns, found by name,
    /// and perhaps others that the source needs itself. To go on from any row, open <c>keys.After(its CurrentKey)</c>.
    /// </summary>
    IReportReader Open(ReportQuery query, KeyRange keys);
}
