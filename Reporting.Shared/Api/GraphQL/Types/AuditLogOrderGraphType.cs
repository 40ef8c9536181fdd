using GraphQL.Types;

namespace Reporting.Api.GraphQL.Types;

/// <summary>The orders of the audit log.</summary>
internal sealed class AuditLogOrderGraphType : EnumerationGraphType
{
    public AuditLogOrderGraphType()
    {
        Name = "AuditLogOrder";
        Description = "An order of audit events.";
        Add("TIMESTAMP_DESC", false, "Newest first.");
        Add("TIMESTAMP_ASC", true, "Oldest first.");
    }
}
