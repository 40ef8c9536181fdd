namespace Reporting.Reports;

/// <summary>A request names something that a report does not have. The message is meant for whoever asked.</summary>
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
