using Reporting.Activity.Scanning;

namespace Reporting.Reports;

/// <summary>Gives a report's rows: scans, joins and filters.</summary>
public interface IReportSource
{
    /// <summary>Opens a reader over the rows of <paramref name="query"/> in <paramref name="keys"/>; the first cells are the query's columns.</summary>
    IReportReader Open(ReportQuery query, KeyRange keys);
}
