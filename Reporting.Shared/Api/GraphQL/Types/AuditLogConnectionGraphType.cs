using GraphQL.Types;
using Reporting.Api.AuditLogs;

namespace Reporting.Api.GraphQL.Types;

/// <summary>A page of audit events.</summary>
internal sealed class AuditLogConnectionGraphType : ObjectGraphType<AuditLogConnection>
{
    public AuditLogConnectionGraphType()
    {
        Name = "AuditLogConnection";
        Description = "A page of audit events. A page of a long search may hold few events, or none, and still have a next one.";
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EdgeGraphType<AuditLogEventGraphType, AuditLogEvent>>>>>("edges").Description("The events with their cursors.").Resolve(context => context.Source.Edges);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<AuditLogEventGraphType>>>>("nodes").Description("The events.").Resolve(context => context.Source.Edges.Select(edge => edge.Node));
        Field<NonNullGraphType<PageInfoGraphType>>("pageInfo").Description("Where the page stands.").Resolve(context => context.Source.PageInfo);
        Field<UtcDateTimeGraphType>("searchedBackTo").Description("How far the search has come; null when it has searched everything.").Resolve(context => context.Source.SearchedBackTo);
    }
}
