using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Reporting.Api.AuditLogs;
using Reporting.Api.AuditLogs.Feed;
using Reporting.Functions.Hosting;
using static Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace Reporting.Functions.Triggers;

/// <summary>The audit log, to browse and to collect.</summary>
public sealed class AuditLogTriggers(FunctionApi api)
{
    [Function(nameof(GetAuditLogs))]
    public Task GetAuditLogs([HttpTrigger(Anonymous, "get", "head", Route = "audit-logs")] HttpRequest request) =>
        api.RespondAsync<GetAuditLogs>(request);

    [Function(nameof(GetAuditLogFeed))]
    public Task GetAuditLogFeed([HttpTrigger(Anonymous, "get", "head", Route = "audit-logs/feed")] HttpRequest request) =>
        api.RespondAsync<GetAuditLogFeed>(request);
}
