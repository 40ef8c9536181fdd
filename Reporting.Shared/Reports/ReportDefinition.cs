using System.Collections.Immutable;
using Reporting.Activity.Records;

namespace Reporting.Reports;

/// <summary>What a report is. The place for the next one: define it, list it in <c>ReportCatalogue</c>.</summary>
public sealed record ReportDefinition
{
    /// <summary>The name in requests: <c>audit-logs</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The stem of its file names: <c>audit-logs</c>, <c>usage-report</c>.</summary>
    public required string FileStem { get; init; }

    /// <summary>The name for people.</summary>
    public required string Title { get; init; }

    /// <summary>What one row is, and what it is for.</summary>
    public required string Description { get; init; }

    /// <summary>Version of the columns; goes up when a default column is added.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>Every column that can be asked for; the default ones first, in their order.</summary>
    public required ImmutableArray<ReportColumn> Columns { get; init; }

    /// <summary>How many of <see cref="Columns"/> a file has when none are asked for.</summary>
    public required int DefaultColumnCount { get; init; }

    /// <summary>The names of the record's columns in the order of the record shape: what JSON Lines writes when none are asked for.</summary>
    public required ImmutableArray<string> RecordColumns { get; init; }

    /// <summary>The column that holds the event's time, by which rows are ordered.</summary>
    public required string TimeColumn { get; init; }

    /// <summary>Formats it can be had in, the default first.</summary>
    public required ImmutableArray<string> Formats { get; init; }

    /// <summary>Filters it takes.</summary>
    public required ImmutableArray<ReportFilter> Filters { get; init; }

    /// <summary>The activity tables it reads; the first gives the rows' order and weight.</summary>
    public required ImmutableArray<ActivityTable> Tables { get; init; }

    /// <summary>Opens its rows: those of one table, or a join of several.</summary>
    public required Func<ReportScan, IReportReader> Open { get; init; }

    /// <summary>The columns that a file has when none are asked for.</summary>
    public IEnumerable<ReportColumn> DefaultColumns => Columns.Take(DefaultColumnCount);

    /// <summary>The columns that a file of this schema version has when none are asked for.</summary>
    /// <param name="version">The schema version.</param>
    /// <param name="wholeRecord">Whether the format has the whole record then.</param>
    public IEnumerable<ReportColumn> ColumnsOf(int version, bool wholeRecord) =>
        (wholeRecord ? RecordColumns.Select(name => FindColumn(name)!) : DefaultColumns).Where(column => column.SinceVersion <= version);

    /// <summary>The column of this record name or CSV header (ordinal, ignoring case), or null.</summary>
    public ReportColumn? FindColumn(string name) =>
        Columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? Columns.FirstOrDefault(column => string.Equals(column.Header, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The filter of this name (ordinal, ignoring case), or null.</summary>
    public ReportFilter? FindFilter(string name) =>
        Filters.FirstOrDefault(filter => string.Equals(filter.Name, name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A column that a report can have.</summary>
/// <param name="Name">The record's name (<c>userId</c>).</param>
/// <param name="Header">The CSV header (<c>User</c>); the name unless the report says otherwise.</param>
/// <param name="Kind">What its cells hold.</param>
/// <param name="Description">What it means, with its unit.</param>
public sealed record ReportColumn(string Name, string Header, CellKind Kind, string Description)
{
    /// <summary>The report's schema version that brought it: exports that began under an earlier one end without it.</summary>
    public int SinceVersion { get; init; } = 1;
}

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
