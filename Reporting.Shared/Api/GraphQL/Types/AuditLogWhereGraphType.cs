using GraphQL.Types;

namespace Reporting.Api.GraphQL.Types;

/// <summary>Which audit events to show.</summary>
internal sealed class AuditLogWhereGraphType : InputObjectGraphType
{
    public AuditLogWhereGraphType()
    {
        Name = "AuditLogWhere";
        Description = "Which audit events to show; every condition given must hold. Values are compared in upper or lower case.";
        Field<UtcDateTimeGraphType>("since").Description("First event time, inclusive.");
        Field<UtcDateTimeGraphType>("until").Description("End of the event times, exclusive; the moment of the request when absent.");
        List("user", "Who: one of these e-mail addresses or token names.");
        List("target", "On what: one of these, such as access.tokens.");
        List("action", "What: one of these, such as create.token.");
        List("actionType", "Of which kind: Create, Read, Update or Delete.");
        List("outcome", "How it ended: Started, Success or Failed.");
        List("text", "Contains one of these texts in its description, in upper or lower case.");
    }

    private void List(string name, string description) =>
        Field<ListGraphType<NonNullGraphType<StringGraphType>>>(name).Description(description);
}
