using Reporting.Rows;

namespace Reporting.Formats.JsonLines;

/// <summary>JSON Lines: one JSON object a line, UTF-8, LF line ends.</summary>
internal sealed class JsonLinesFormat : IReportFormat
{
    public string Name => "JSONL";

    public string ContentType => "application/x-ndjson";

    public string FileExtension => "jsonl";

    public ColumnChoice Columns => ColumnChoice.AskedOrRecord;

    public IReadOnlyList<string> RequiredColumns(IReadOnlyList<OutputColumn> asked) => ColumnOrdinals.NamesOf(asked);

    public IRowEncoder CreateEncoder(RowSchema schema, IReadOnlyList<OutputColumn> columns, FormatOptions options)
    {
        string[] names = ColumnOrdinals.NamesOf(columns);
        return new JsonLinesEncoder(ColumnOrdinals.Find(schema, names), names);
    }
}
