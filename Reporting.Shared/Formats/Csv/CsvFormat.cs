using Reporting.Rows;

namespace Reporting.Formats.Csv;

/// <summary>Comma-separated values, RFC 4180, UTF-8, LF line ends.</summary>
internal sealed class CsvFormat : IReportFormat
{
    public string Name => "CSV";

    public string ContentType => "text/csv; charset=utf-8";

    public string FileExtension => "csv";

    public ColumnChoice Columns => ColumnChoice.AskedOrDefault;

    public IReadOnlyList<string> RequiredColumns(IReadOnlyList<OutputColumn> asked) => ColumnOrdinals.NamesOf(asked);

    public IRowEncoder CreateEncoder(RowSchema schema, IReadOnlyList<OutputColumn> columns, FormatOptions options) =>
        new CsvEncoder(ColumnOrdinals.Find(schema, ColumnOrdinals.NamesOf(columns)), columns, options);
}
