using System.Collections.Immutable;

namespace Reporting.Reports;

/// <summary>A filter that a report takes: rows whose column equals one of the values (or, for text, contains it) stay.</summary>
/// <param name="Name">The name in requests (<c>user</c>, <c>state</c>, <c>text</c>).</param>
/// <param name="Column">The record's column that it looks at.</param>
/// <param name="Contains">True for a search in the text, false for equality; both in upper or lower case.</param>
/// <param name="Description">What it means.</param>
public sealed record ReportFilter(string Name, string Column, bool Contains, string Description)
{
    /// <summary>The only values there are, or empty when any text will do.</summary>
    public ImmutableArray<string> Values { get; init; } = [];
}
