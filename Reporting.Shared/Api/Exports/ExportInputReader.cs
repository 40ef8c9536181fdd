using Microsoft.AspNetCore.Http;
using Reporting.Api.Problems;
using Reporting.Api.Requests;
using Reporting.Exports;

namespace Reporting.Api.Exports;

/// <summary>Reads the body of a request for an export. Names and ranges are checked by the exports themselves.</summary>
internal static class ExportInputReader
{
    private static readonly string[] Known =
        ["report", "format", "since", "until", "changedSince", "changedUntil", "columns", "filters", "first", "compression", "bom", "spreadsheetSafe"];

    /// <summary>The input.</summary>
    public static async Task<ExportInput> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        RequestFields fields = await RequestReader.ReadJsonAsync(request, cancellationToken);
        fields.Know(Known);
        var input = new ExportInput
        {
            Report = fields.Text("report"),
            Format = fields.Text("format"),
            Since = fields.Time("since"),
            Until = fields.Time("until"),
            ChangedSince = fields.Time("changedSince"),
            ChangedUntil = fields.Time("changedUntil"),
            Columns = fields.Texts("columns"),
            Filters = fields.TextsByName("filters"),
            First = fields.Number("first", 0, long.MaxValue),
            Compression = fields.Text("compression"),
            Bom = fields.Flag("bom") ?? false,
            SpreadsheetSafe = fields.Flag("spreadsheetSafe") ?? false,
        };
        fields.ThrowIfRefused();
        return input;
    }
}

/// <summary>Reads the header <c>Idempotency-Key</c>.</summary>
internal static class IdempotencyKey
{
    private const int MaximumLength = 255;

    /// <summary>The key, or null.</summary>
    /// <exception cref="ProblemException">400: more than one, empty, or too long.</exception>
    public static string? Read(HttpRequest request)
    {
        if (!request.Headers.TryGetValue("Idempotency-Key", out var values))
        {
            return null;
        }

        return values is [{ Length: > 0 and <= MaximumLength } key]
            ? key
            : throw ProblemException.Invalid("Idempotency-Key", "is a header that takes one text of 1 to 255 characters.");
    }
}
