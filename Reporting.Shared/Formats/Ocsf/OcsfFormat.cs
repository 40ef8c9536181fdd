using Reporting.Rows;

namespace Reporting.Formats.Ocsf;

/// <summary>Open Cybersecurity Schema Framework: audit events as class API Activity, one JSON object a line.</summary>
internal sealed class OcsfFormat : IReportFormat
{
    /// <summary>The schema version that events are written for, and say they are.</summary>
    public const string SchemaVersion = "1.4.0";

    public string Name => "OCSF";

    public string ContentType => "application/x-ndjson";

    public string FileExtension => "ocsf.jsonl";

    public ColumnChoice Columns => ColumnChoice.Fixed;

    public IReadOnlyList<string> RequiredColumns(IReadOnlyList<OutputColumn> asked) => AuditColumns.Names;

    public IRowEncoder CreateEncoder(RowSchema schema, IReadOnlyList<OutputColumn> columns, FormatOptions options) =>
        new OcsfEncoder(new AuditColumns(schema), options);
}
