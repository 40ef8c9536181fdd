using Microsoft.AspNetCore.Http;
using Reporting.Api.Hosting;
using Reporting.Api.Json;
using Reporting.Reports;
using Reporting.Rows;

namespace Reporting.Api.Reports;

/// <summary>Lists the reports: names, formats, columns, filters.</summary>
[ApiRoute("GET", "reports", ApiAccess.Admin)]
internal sealed class ListReports : IApiHandler
{
    private static readonly ReportListAnswer Catalogue = new([.. ReportCatalogue.All.Select(Describe)]);

    public Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Results.Json(Catalogue, ApiJson.Default.ReportListAnswer));

    private static ReportAnswer Describe(ReportDefinition report) => new(
        report.Name,
        report.Title,
        report.Description,
        report.SchemaVersion,
        report.TimeColumn,
        report.Formats,
        [.. report.Columns.Select((column, place) => new ReportColumnAnswer(column.Name, column.Header, NameOf(column.Kind), column.Description, place < report.DefaultColumnCount))],
        [.. report.Filters.Select(filter => new ReportFilterAnswer(filter.Name, filter.Column, filter.Description, filter.Values.IsEmpty ? null : filter.Values))]);

    private static string NameOf(CellKind kind) => kind switch
    {
        CellKind.Number => "number",
        CellKind.Time => "time",
        _ => "text",
    };
}
