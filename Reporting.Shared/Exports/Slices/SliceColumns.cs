using Reporting.Formats;
using Reporting.Reports;

namespace Reporting.Exports.Slices;

/// <summary>Which columns a file shows and which have to be read for it.</summary>
internal static class SliceColumns
{
    private const int FirstVersion = 1;

    /// <summary>The columns of the file, in order: those asked for, or what the format had without being asked (<see cref="ColumnChoice"/>) when the export was asked for.</summary>
    public static IReadOnlyList<ReportColumn> Shown(ReportDefinition report, IReportFormat format, ExportRequest request) => request.Columns.Count > 0
        ? ReportQueryBuilder.FindColumns(report, request.Columns)
        : [.. report.ColumnsOf(VersionOf(request), wholeRecord: format.Columns != ColumnChoice.AskedOrDefault)];

    /// <summary>The schema version of the file.</summary>
    public static int VersionOf(ExportRequest request) => request.SchemaVersion ?? FirstVersion;

    /// <summary>The query for what the format's encoder reads.</summary>
    public static ReportQuery Query(ReportDefinition report, IReportFormat format, IReadOnlyList<ReportColumn> shown, ExportRequest request, ChangedRange? changed) =>
        ReportQueryBuilder.Build(report, format.RequiredColumns(ToOutput(shown)), request.Filters, changed);

    /// <summary>The columns as a format takes them.</summary>
    public static IReadOnlyList<OutputColumn> ToOutput(IReadOnlyList<ReportColumn> columns) =>
        [.. columns.Select(column => new OutputColumn(column.Name, column.Header))];
}
