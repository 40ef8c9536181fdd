using GraphQL.Types;

namespace Reporting.Api.GraphQL.Types;

/// <summary>The formats in which audit logs can be downloaded.</summary>
internal sealed class AuditLogsFormatGraphType : EnumerationGraphType
{
    public AuditLogsFormatGraphType()
    {
        Name = "AuditLogsFormat";
        Description = "A file format of audit logs.";
        Add("CEF", "CEF", "Common Event Format, one event a line, for security tools.");
        Add("CSV", "CSV", "Comma-separated values with a header (RFC 4180).");
        Add("JSONL", "JSONL", "JSON Lines, one event an object.");
        Add("OCSF", "OCSF", "Open Cybersecurity Schema Framework, class API Activity, one event an object a line.");
    }
}
