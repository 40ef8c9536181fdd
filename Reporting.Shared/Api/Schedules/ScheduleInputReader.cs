using Microsoft.AspNetCore.Http;
using Reporting.Api.Requests;
using Reporting.Schedules.Requests;

namespace Reporting.Api.Schedules;

/// <summary>Reads the body of a request for a schedule. What an answer shows beside that is ignored, so that a page can send back what it read.</summary>
internal static class ScheduleInputReader
{
    private static readonly string[] Known =
    [
        "report", "format", "columns", "filters", "compression", "bom", "spreadsheetSafe", "cron", "timeZone", "over", "lagMinutes", "isPaused", "since",
        "name", "createdBy", "createdAt", "updatedAt", "nextRunAt", "windowStart", "headManifestSha256", "running", "lastResult",
    ];

    /// <summary>The input.</summary>
    public static async Task<ScheduleInput> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        RequestFields fields = await RequestReader.ReadJsonAsync(request, cancellationToken);
        fields.Know(Known);
        var input = new ScheduleInput
        {
            Report = fields.Text("report"),
            Format = fields.Text("format"),
            Columns = fields.Texts("columns"),
            Filters = fields.TextsByName("filters"),
            Compression = fields.Text("compression"),
            Bom = fields.Flag("bom") ?? false,
            SpreadsheetSafe = fields.Flag("spreadsheetSafe") ?? false,
            Cron = fields.Text("cron"),
            TimeZone = fields.Text("timeZone"),
            Over = fields.Text("over"),
            LagMinutes = fields.Number("lagMinutes", 1, 1440),
            IsPaused = fields.Flag("isPaused") ?? false,
            Since = fields.Time("since"),
        };
        fields.ThrowIfRefused();
        return input;
    }
}
