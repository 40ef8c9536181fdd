using Reporting.Formats;
using Reporting.Reports;
using Reporting.Reports.Definitions;

namespace Reporting.Exports.Requests;

/// <summary>Validates an input and returns the complete request, or every problem.</summary>
public sealed class ExportRequestValidator(FormatCatalogue formats)
{
    /// <summary>Checks an input that came in at <paramref name="requestedAt"/> (UTC).</summary>
    public ExportRequestValidation Validate(ExportInput input, DateTimeOffset requestedAt)
    {
        ArgumentNullException.ThrowIfNull(input);
        var problems = new List<ExportProblem>();
        ExportRange range = ExportRange.Of(input, requestedAt, problems);
        bool gzip = IsGzip(input, problems);
        if (input.First < 0)
        {
            problems.Add(new("first", "first must be 0 (all rows) or more."));
        }

        ReportDefinition? report = Try(() => ReportCatalogue.Find(input.Report ?? ""), problems);
        if (report is null)
        {
            return new(null, problems);
        }

        IReportFormat? format = FindFormat(report, input, problems);
        IReadOnlyList<string>? columns = Try(() => FindColumns(report, input.Columns ?? []), problems);
        IReadOnlyDictionary<string, IReadOnlyList<string>>? filters = Try(() => ReportQueryBuilder.CheckFilters(report, input.Filters), problems);
        if (format is { Columns: ColumnChoice.Fixed } && columns is { Count: > 0 })
        {
            problems.Add(new("columns", $"{format.Name} has fixed fields; columns can be chosen for CSV and JSONL."));
        }

        return problems.Count > 0 ? new(null, problems) : new(
            new ExportRequest
            {
                Report = report.Name, Format = format!.Name, Since = range.Since, Until = range.Until, ChangedSince = range.ChangedSince,
                ChangedUntil = range.ChangedUntil, Columns = columns!, SchemaVersion = report.SchemaVersion, Filters = filters!, First = input.First ?? 0, Gzip = gzip, Bom = input.Bom,
                SpreadsheetSafe = input.SpreadsheetSafe,
            },
            []);
    }

    private static bool IsGzip(ExportInput input, List<ExportProblem> problems)
    {
        bool gzip = string.Equals(input.Compression, "gzip", StringComparison.OrdinalIgnoreCase);
        if (!gzip && input.Compression is not null && !string.Equals(input.Compression, "none", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add(new("compression", "compression must be gzip or none."));
        }

        return gzip;
    }

    private IReportFormat? FindFormat(ReportDefinition report, ExportInput input, List<ExportProblem> problems)
    {
        IReportFormat? format = Try(() => ReportCatalogue.FindFormat(report, input.Format), problems) is { } name ? formats.Find(name) : null;
        if (format is not null && !string.Equals(format.Name, "CSV", StringComparison.Ordinal))
        {
            AddIf(input.Bom, "bom");
            AddIf(input.SpreadsheetSafe, "spreadsheetSafe");
        }

        return format;

        void AddIf(bool wanted, string field)
        {
            if (wanted)
            {
                problems.Add(new(field, $"{field} is for the format CSV only."));
            }
        }
    }

    private static IReadOnlyList<string> FindColumns(ReportDefinition report, IReadOnlyList<string> asked) =>
        asked.Count == 0 ? [] : [.. ReportQueryBuilder.FindColumns(report, asked).Select(column => column.Name)];

    private static T? Try<T>(Func<T> check, List<ExportProblem> problems)
        where T : class
    {
        try
        {
            return check();
        }
        catch (ReportQueryException exception)
        {
            problems.Add(new(exception.Field, exception.Message));
            return null;
        }
    }
}

/// <summary>The result of validation: the request, or the problems.</summary>
/// <param name="Request">The request, checked and complete; null when there are problems.</param>
/// <param name="Problems">Everything that is wrong, not only the first thing.</param>
public sealed record ExportRequestValidation(ExportRequest? Request, IReadOnlyList<ExportProblem> Problems);

/// <summary>Something wrong with what was asked.</summary>
/// <param name="Field">Where: the JSON name (<c>since</c>, <c>filters.user</c>).</param>
/// <param name="Message">What is wrong and what it takes, in a sentence.</param>
public sealed record ExportProblem(string Field, string Message);
