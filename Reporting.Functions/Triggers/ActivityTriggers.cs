using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Reporting.Api.Activity;
using Reporting.Functions.Hosting;
using static Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace Reporting.Functions.Triggers;

/// <summary>Activity, written by the platform.</summary>
public sealed class ActivityTriggers(FunctionApi api)
{
    [Function(nameof(IngestActivity))]
    public Task IngestActivity([HttpTrigger(Anonymous, "post", Route = "activity/{kind}")] HttpRequest request) =>
        api.RespondAsync<IngestActivity>(request);
}
