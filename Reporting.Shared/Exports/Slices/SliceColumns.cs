using Reporting.Formats;
using Reporting.Reports;

namespace Reporting.Exports.Slices;

/// <summary>Which columns a file shows and which have to be read for it.</summary>
internal static class SliceColumns
{
    /// <summary>The columns of the file, in order: those asked for, or what the format has without being asked (<see cref="ColumnChoice"/>).</summary>
    public static IReadOnlyList<ReportColumn> Shown(ReportDefinition report, IReportFormat format, IReadOnlyList<string> asked) =>
        ReportQueryBuilder.FindColumns(report, asked.Count == 0 && format.Columns != ColumnChoice.AskedOrDefault ? report.RecordColumns : asked);

    /// <summary>The query for what the format's encoder reads.</summary>
    public static ReportQuery Query(ReportDefinition report, IReportFormat format, IReadOnlyList<ReportColumn> shown, ExportRequest request, ChangedRange? changed) =>
        ReportQueryBuilder.Build(report, format.RequiredColumns(ToOutput(shown)), request.Filters, changed);

    /// <summary>The columns as a format takes them.</summary>
    public static IReadOnlyList<OutputColumn> ToOutput(IReadOnlyList<ReportColumn> columns) =>
        [.. columns.Select(column => new OutputColumn(column.Name, column.Header))];
}
