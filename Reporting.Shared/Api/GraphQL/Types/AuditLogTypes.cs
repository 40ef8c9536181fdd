using GraphQL.Types;
using Reporting.Api.AuditLogs.Browsing;

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

/// <summary>A page of audit events.</summary>
internal sealed record AuditLogConnection(IReadOnlyList<ConnectionEdge<AuditLogEvent>> Edges, ConnectionPageInfo PageInfo, DateTimeOffset? SearchedBackTo);

/// <summary>An audit event.</summary>
internal sealed class AuditLogEventGraphType : ObjectGraphType<AuditLogEvent>
{
    public AuditLogEventGraphType()
    {
        Name = "AuditLogEvent";
        Description = "One attempted action.";
        Field<NonNullGraphType<IdGraphType>>("id").Description("Its id; an event that is seen again has the same.").Resolve(context => context.Source.Id);
        Field<NonNullGraphType<UtcDateTimeGraphType>>("timestamp").Description("When it was attempted.").Resolve(context => context.Source.Timestamp);
        Field(entry => entry.UserId).Description("Who: an e-mail address, a token's name, or the system's.");
        Field(entry => entry.Target).Description("What was acted on.");
        Field(entry => entry.Action).Description("What was done.");
        Field(entry => entry.ActionType).Description("Create, Read, Update or Delete.");
        Field(entry => entry.Description).Description("It in words.");
        Field(entry => entry.Outcome).Description("Started, Success or Failed.");
        Field(entry => entry.SourceAddress, nullable: true).Description("Address that the request came from.");
        Field(entry => entry.UserAgent, nullable: true).Description("User agent of the request.");
        Field(entry => entry.Issuer, nullable: true).Description("The service's own events: issuer of the person's token.");
        Field(entry => entry.Subject, nullable: true).Description("The service's own events: the person's unique name at that issuer.");
        Field(entry => entry.Origin, nullable: true).Description("service for the service's own events, else the client that sent it; null in events of versions that did not keep it.");
    }
}

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
