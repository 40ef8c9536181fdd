using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Reporting.Api.Json;
using Reporting.Api.Requests;
using Reporting.Reports;
using Reporting.Reports.Definitions;

namespace Reporting.Api.Reports;

/// <summary>Lists the reports.</summary>
[ApiRoute("GET", "reports", ApiAccess.Admin)]
[Responds(200, "Names, formats, columns and filters.", typeof(ReportListResponse))]
internal sealed class ListReports : IApiHandler
{
    private static readonly ReportListResponse Catalogue = new([.. ReportCatalogue.All.Select(Describe)]);

    public Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ApiJson.Result(Catalogue));

    private static ReportResponse Describe(ReportDefinition report) => new(
        report.Name,
        report.Title,
        report.Description,
        report.SchemaVersion,
        report.TimeColumn,
        report.Formats,
        [.. report.Columns.Select((column, place) => new ReportColumnResponse(column.Name, column.Header, NameOf(column.Kind), column.Description, place < report.DefaultColumnCount))],
        [.. report.Filters.Select(filter => new ReportFilterResponse(filter.Name, filter.Column, filter.Description, filter.Values.IsEmpty ? null : filter.Values))]);

    private static string NameOf(CellKind kind) => kind switch
    {
        CellKind.Number => "number",
        CellKind.Time => "time",
        _ => "text",
    };
}

/// <summary>A report and what can be chosen about it.</summary>
/// <param name="Name">Its name in requests.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Description">What one row is.</param>
/// <param name="SchemaVersion">Version of its columns.</param>
/// <param name="TimeColumn">The column by which rows are ordered and <c>since</c> and <c>until</c> are meant.</param>
/// <param name="Formats">Formats, the default first.</param>
/// <param name="Columns">Every column, the default ones first.</param>
/// <param name="Filters">Filters.</param>
public sealed record ReportResponse(
    string Name, string Title, string Description, int SchemaVersion, string TimeColumn, IReadOnlyList<string> Formats,
    IReadOnlyList<ReportColumnResponse> Columns, IReadOnlyList<ReportFilterResponse> Filters);

/// <summary>A column of a report.</summary>
/// <param name="Name">Its name in requests and in JSON Lines.</param>
/// <param name="Header">Its CSV header.</param>
/// <param name="Kind">What its cells hold.</param>
/// <param name="Description">What it means.</param>
/// <param name="IsDefault">Whether a file has it when no columns are asked for.</param>
public sealed record ReportColumnResponse(string Name, string Header, [AllowedValues("text", "number", "time")] string Kind, string Description, bool IsDefault);

/// <summary>A filter of a report.</summary>
/// <param name="Name">Its name in requests.</param>
/// <param name="Column">The column it looks at.</param>
/// <param name="Description">What it means.</param>
/// <param name="Values">The only values there are; absent when any text will do.</param>
public sealed record ReportFilterResponse(string Name, string Column, string Description, IReadOnlyList<string>? Values);

/// <summary>The catalogue of reports.</summary>
/// <param name="Items">The reports.</param>
public sealed record ReportListResponse(IReadOnlyList<ReportResponse> Items);
