using Reporting.Activity.Records;

namespace Reporting.Reports.Definitions;

/// <summary>The columns of a kind of record, for the reports that show them.</summary>
internal static class KindColumns
{
    /// <summary>The columns of these fields, in this order.</summary>
    public static IEnumerable<ReportColumn> Columns(this RecordKind kind, params IEnumerable<string> fields) => fields.Select(field => kind.Column(field));

    /// <summary>The column of a field.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="field">The field's name.</param>
    /// <param name="header">The CSV header, where it is not the field's name.</param>
    public static ReportColumn Column(this RecordKind kind, string field, string? header = null)
    {
        RecordField found = kind.Field(field);
        return new ReportColumn(found.Name, header ?? found.Name, found.Column.Kind, found.Meaning);
    }

    /// <summary>When the record came into the log and when it last changed there.</summary>
    public static IEnumerable<ReportColumn> StampColumns(this RecordKind kind) =>
    [
        new(ActivityTable.FirstIngestedAt, ActivityTable.FirstIngestedAt, CellKind.Time, $"When the {kind.Noun} first came into the log (UTC, milliseconds)"),
        new(ActivityTable.ChangedAt, ActivityTable.ChangedAt, CellKind.Time, $"When the {kind.Noun}'s row in the log last changed (UTC, milliseconds)"),
    ];

    /// <summary>The same column under another name.</summary>
    public static ReportColumn Under(this ReportColumn column, string name) => column with { Name = name, Header = name };

    /// <summary>The names of the fields, in the order of the record.</summary>
    public static IEnumerable<string> FieldNames(this RecordKind kind) => kind.Fields.Select(field => field.Name);
}
