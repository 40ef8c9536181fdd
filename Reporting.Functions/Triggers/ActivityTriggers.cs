using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Reporting.Api.Activity;
using Reporting.Functions.Hosting;
using static Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace Reporting.Functions.Triggers;

/// <summary>Activity, written by the platform.</summary>
public sealed class ActivityTriggers(FunctionApi api)
{
    [Function(nameof(IngestAuditEvents))]
    public Task IngestAuditEvents([HttpTrigger(Anonymous, "post", Route = "activity/audit-events")] HttpRequest request) =>
        api.RespondAsync<IngestAuditEvents>(request);

    [Function(nameof(IngestRecipeRuns))]
    public Task IngestRecipeRuns([HttpTrigger(Anonymous, "post", Route = "activity/recipe-runs")] HttpRequest request) =>
        api.RespondAsync<IngestRecipeRuns>(request);

    [Function(nameof(IngestCommits))]
    public Task IngestCommits([HttpTrigger(Anonymous, "post", Route = "activity/commits")] HttpRequest request) =>
        api.RespondAsync<IngestCommits>(request);
}
