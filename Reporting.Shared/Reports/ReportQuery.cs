using Reporting.Reports.Definitions;

namespace Reporting.Reports;

/// <summary>Which rows of a report are wanted, and how.</summary>
public sealed record ReportQuery
{
    /// <summary>The report.</summary>
    public required ReportDefinition Report { get; init; }

    /// <summary>The columns the caller needs; the source may add others for its own use.</summary>
    public required IReadOnlyList<ReportColumn> Columns { get; init; }

    /// <summary>Filter name to the values of which one must match; filters are joined by AND.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Filters { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Only rows that changed (<c>changedAt</c>) in this range, or null for all.</summary>
    public ChangedRange? Changed { get; init; }
}

/// <summary>A range of <c>changedAt</c>, UTC, milliseconds.</summary>
/// <param name="Since">Inclusive.</param>
/// <param name="Until">Exclusive; never later than the watermark.</param>
public sealed record ChangedRange(DateTimeOffset Since, DateTimeOffset Until);

/// <summary>Checks names and values of a request against a report and makes the query.</summary>
public static class ReportQueryBuilder
{
    private const int MaxValues = 100;

    // They are kept in a job's row as JSON, where a character takes up to six; a property holds 32,768 (Table service limit).
    private const int MaxCharacters = 5_000;

    /// <summary>The query for a report's rows.</summary>
    /// <param name="report">The report, from <see cref="ReportCatalogue.Find"/>.</param>
    /// <param name="columns">Record names or CSV headers in any case, in the order wanted; empty or null for the report's default columns.</param>
    /// <param name="filters">Filter name to values of which one must match; null for none.</param>
    /// <param name="changed">Only rows that changed in this range; null for all.</param>
    /// <exception cref="ReportQueryException">A column, filter or value is unknown, empty or twice; the message lists the known ones.</exception>
    public static ReportQuery Build(
        ReportDefinition report,
        IReadOnlyList<string>? columns = null,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? filters = null,
        ChangedRange? changed = null) => new()
        {
            Report = report,
            Columns = FindColumns(report, columns ?? []),
            Filters = CheckFilters(report, filters),
            Changed = changed,
        };

    /// <summary>The columns of these names, or the default ones.</summary>
    /// <exception cref="ReportQueryException">A column is unknown or twice.</exception>
    public static IReadOnlyList<ReportColumn> FindColumns(ReportDefinition report, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return [.. report.DefaultColumns];
        }

        var columns = new List<ReportColumn>(names.Count);
        foreach (string name in names)
        {
            ReportColumn column = report.FindColumn(name)
                ?? throw ReportQueryException.Unknown("columns", name, report.Columns.Select(known => known.Name), $" of report {report.Name}");
            if (columns.Contains(column))
            {
                throw new ReportQueryException("columns", $"Column '{column.Name}' is asked for twice.");
            }

            columns.Add(column);
        }

        return columns;
    }

    /// <summary>The filters under the names and values that the catalogue writes, in the report's order.</summary>
    /// <exception cref="ReportQueryException">A filter or value is unknown, empty or twice, or they are too many or too long.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> CheckFilters(ReportDefinition report, IReadOnlyDictionary<string, IReadOnlyList<string>>? filters)
    {
        var known = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach ((string name, IReadOnlyList<string> values) in filters ?? new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal))
        {
            ReportFilter filter = report.FindFilter(name)
                ?? throw ReportQueryException.Unknown("filters", name, report.Filters.Select(filter => filter.Name), $" of report {report.Name}");
            if (values.Count is 0 or > MaxValues)
            {
                throw new ReportQueryException("filters", $"Filter '{filter.Name}' takes 1 to {MaxValues} values, not {values.Count}.", filter.Name);
            }

            if (!known.TryAdd(filter.Name, [.. values.Select(value => CheckValue(filter, value)).Distinct(StringComparer.Ordinal)]))
            {
                throw new ReportQueryException("filters", $"Filter '{filter.Name}' is given twice.", filter.Name);
            }
        }

        int length = known.Values.SelectMany(values => values).Sum(value => value.Length);
        return length <= MaxCharacters ? known : throw new ReportQueryException("filters", string.Create(CultureInfo.InvariantCulture, $"All values together take {MaxCharacters} characters at most, not {length}."));
    }

    private static string CheckValue(ReportFilter filter, string value)
    {
        if (string.IsNullOrEmpty(value))
        {
            throw new ReportQueryException("filters", $"Filter '{filter.Name}' has an empty value.", filter.Name);
        }

        if (filter.Values.IsEmpty)
        {
            return value;
        }

        return filter.Values.FirstOrDefault(known => string.Equals(known, value, StringComparison.OrdinalIgnoreCase))
            ?? throw new ReportQueryException("filters", $"'{value}' is no value of filter '{filter.Name}'. Known: {string.Join(", ", filter.Values)}.", filter.Name);
    }
}

/// <summary>A request names something that a report does not have. The message is written for the caller.</summary>
public sealed class ReportQueryException : Exception
{
    /// <summary>A refusal.</summary>
    /// <param name="field">The request's field that is wrong: <c>report</c>, <c>format</c>, <c>columns</c> or <c>filters</c>.</param>
    /// <param name="message">What is wrong with it and what it takes.</param>
    /// <param name="filter">Where one filter is wrong: its name.</param>
    public ReportQueryException(string field, string message, string? filter = null)
        : base(message) => (Field, Filter) = (field, filter);

    /// <summary>The filter that is wrong; null where it is none, or none that there is.</summary>
    public string? Filter { get; }

    /// <summary>The request's field that is wrong.</summary>
    public string Field { get; }

    /// <summary>A refusal of a name that is not known.</summary>
    internal static ReportQueryException Unknown(string field, string name, IEnumerable<string> known, string of = "") =>
        new(field, $"'{name}' is no {Singular(field)}{of}. Known: {string.Join(", ", known)}.");

    private static string Singular(string field) => field switch
    {
        "columns" => "column",
        "filters" => "filter",
        _ => field,
    };
}
