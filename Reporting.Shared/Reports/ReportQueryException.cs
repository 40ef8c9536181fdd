namespace Reporting.Reports;

/// <summary>A request names something that a report does not have. The message is meant for whoever asked.</summary>
public sealed class ReportQueryException : Exception
{
    /// <summary>A refusal.</summary>
    /// <param name="field">The request's field that is wrong: <c>report</c>, <c>format</c>, <c>columns</c> or <c>filters</c>.</param>
    /// <param name="message">What is wrong with it and what it takes.</param>
    public ReportQueryException(string field, string message)
        : base(message) => Field = field;

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
