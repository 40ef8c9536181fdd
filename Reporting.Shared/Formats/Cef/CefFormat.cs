using Reporting.Rows;

namespace Reporting.Formats.Cef;

/// <summary>Common Event Format, version 0, one audit event a line, UTF-8, LF line ends, no syslog prefix.</summary>
internal sealed class CefFormat : IReportFormat
{
    public string Name => "CEF";

    public string ContentType => "text/plain; charset=utf-8";

    public string FileExtension => "cef";

    public ColumnChoice Columns => ColumnChoice.Fixed;

    public IReadOnlyList<string> RequiredColumns(IReadOnlyList<OutputColumn> asked) => AuditColumns.Names;

    public IRowEncoder CreateEncoder(RowSchema schema, IReadOnlyList<OutputColumn> columns, FormatOptions options) =>
        new CefEncoder(new AuditColumns(schema), options);
}
