using GraphQL.Types;
using Reporting.Api.AuditLogs;

namespace Reporting.Api.GraphQL.Types;

/// <summary>An audit event.</summary>
internal sealed class AuditLogEventGraphType : ObjectGraphType<AuditLogEvent>
{
    public AuditLogEventGraphType()
    {
        Name = "AuditLogEvent";
        Description = "One action that anybody attempted.";
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
        Field(entry => entry.Subject, nullable: true).Description("The service's own events: what that issuer calls the person, and nobody else.");
        Field(entry => entry.Origin, nullable: true).Description("service for the service's own events, else the client that sent it; null in events of versions that did not keep it.");
    }
}
