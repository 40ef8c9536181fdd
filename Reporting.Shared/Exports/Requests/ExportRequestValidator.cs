using Reporting.Formats;
using Reporting.Reports;

namespace Reporting.Exports;

/// <summary>Turns what somebody asks for into a checked, complete request, or tells everything that is wrong with it.</summary>
public sealed class ExportRequestValidator
{
    /// <summary>Most values of one filter, and most characters of one value.</summary>
    private const int MaxFilterValues = 50;
    private const int MaxFilterLength = 1024;

    private readonly IReadOnlyList<ReportDefinition> _reports;
    private readonly FormatCatalogue _formats;

    /// <summary>A validator over these reports and formats.</summary>
    public ExportRequestValidator(IEnumerable<ReportDefinition> reports, FormatCatalogue formats)
    {
        _reports = [.. reports];
        _formats = formats;
    }

    /// <summary>Checks an input that came in at <paramref name="requestedAt"/>.</summary>
    public ExportRequestValidation Validate(ExportInput input, DateTimeOffset requestedAt)
    {
        ArgumentNullException.ThrowIfNull(input);
        var problems = new List<ExportProblem>();
        ExportRange range = ExportRange.Of(input, requestedAt, problems);
        bool gzip = string.Equals(input.Compression, "gzip", StringComparison.OrdinalIgnoreCase);
        if (!gzip && input.Compression is not null && !string.Equals(input.Compression, "none", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add(new("compression", "compression must be gzip or none."));
        }

        if (input.First < 0)
        {
            problems.Add(new("first", "first must be 0 (all rows) or more."));
        }

        ReportDefinition? report = FindReport(input.Report, problems);
        if (report is null)
        {
            return new(null, problems);
        }

        IReportFormat? format = FindFormat(report, input, problems);
        IReadOnlyList<string> columns = CheckColumns(report, format, input.Columns ?? [], problems);
        SortedDictionary<string, IReadOnlyList<string>> filters = CheckFilters(report, input, problems);
        if (format is null || problems.Count > 0)
        {
            return new(null, problems);
        }

        return new(
            new ExportRequest
            {
                Report = report.Name, Format = format.Name, Since = range.Since, Until = range.Until, ChangedSince = range.ChangedSince,
                ChangedUntil = range.ChangedUntil, Columns = columns, Filters = filters, First = input.First ?? 0, Gzip = gzip, Bom = input.Bom,
                SpreadsheetSafe = input.SpreadsheetSafe,
            },
            []);
    }

    private ReportDefinition? FindReport(string? name, List<ExportProblem> problems)
    {
        ReportDefinition? report = _reports.FirstOrDefault(report => string.Equals(report.Name, name, StringComparison.Ordinal));
        if (report is null)
        {
            string known = string.Join(", ", _reports.Select(report => report.Name));
            problems.Add(new("report", name is null ? $"report is missing; it must be one of {known}." : $"There is no such report; it must be one of {known}."));
        }

        return report;
    }

    private IReportFormat? FindFormat(ReportDefinition report, ExportInput input, List<ExportProblem> problems)
    {
        string name = input.Format ?? report.Formats[0];
        string? known = report.Formats.FirstOrDefault(format => string.Equals(format, name, StringComparison.OrdinalIgnoreCase));
        IReportFormat? format = known is null ? null : _formats.Find(known);
        if (format is null)
        {
            problems.Add(new("format", $"The report {report.Name} can be had as {string.Join(", ", report.Formats)}."));
        }
        else if (!string.Equals(format.Name, "CSV", StringComparison.Ordinal))
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

    private static IReadOnlyList<string> CheckColumns(ReportDefinition report, IReportFormat? format, IReadOnlyList<string> asked, List<ExportProblem> problems)
    {
        if (asked.Count == 0)
        {
            return [];
        }

        string[] unknown = [.. asked.Where(name => !report.Columns.Any(column => string.Equals(column.Name, name, StringComparison.Ordinal)))];
        if (unknown.Length > 0)
        {
            string known = string.Join(", ", report.Columns.Select(column => column.Name));
            problems.Add(new("columns", $"The report {report.Name} has no column {ExportText.Quote(unknown[0])}; it has {known}."));
        }
        else if (asked.Distinct(StringComparer.Ordinal).Count() != asked.Count)
        {
            problems.Add(new("columns", "columns names a column twice."));
        }
        else if (format is not null && HasFixedFields(report, format, asked))
        {
            problems.Add(new("columns", $"{format.Name} has fixed fields; columns can be chosen for CSV and JSONL."));
        }

        return asked;
    }

    private static bool HasFixedFields(ReportDefinition report, IReportFormat format, IReadOnlyList<string> asked)
    {
        OutputColumn[] columns = [.. report.Columns.Where(column => asked.Contains(column.Name, StringComparer.Ordinal)).Select(column => new OutputColumn(column.Name, column.Header))];
        return format.RequiredColumns(columns).Except(asked, StringComparer.Ordinal).Any();
    }

    private static SortedDictionary<string, IReadOnlyList<string>> CheckFilters(ReportDefinition report, ExportInput input, List<ExportProblem> problems)
    {
        var filters = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach ((string name, IReadOnlyList<string> values) in input.Filters ?? new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal))
        {
            if (!report.Filters.Any(filter => string.Equals(filter.Name, name, StringComparison.Ordinal)))
            {
                string known = string.Join(", ", report.Filters.Select(filter => filter.Name));
                problems.Add(new("filters", $"The report {report.Name} has no filter {ExportText.Quote(name)}; it has {known}."));
            }
            else if (values is null || values.Count is 0 or > MaxFilterValues || values.Any(value => value is null || value.Length is 0 or > MaxFilterLength))
            {
                problems.Add(new("filters." + name, $"A filter takes 1 to {MaxFilterValues} values of 1 to {MaxFilterLength} characters."));
            }
            else
            {
                filters.Add(name, [.. values.Distinct(StringComparer.Ordinal)]);
            }
        }

        return filters;
    }
}
