using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Reporting.Api.Exports;
using Reporting.Api.Health;
using Reporting.Api.Hosting;
using Reporting.Api.Metrics;
using Reporting.Api.OpenApi;
using Reporting.Api.Reports;
using Reporting.Functions.Hosting;
using static Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace Reporting.Functions.Triggers;

/// <summary>What the service tells about itself, and what there is to check its files and to build against it.</summary>
public sealed class ServiceTriggers(FunctionApi api)
{
    [Function(nameof(GetHealth))]
    public Task GetHealth([HttpTrigger(Anonymous, "get", "head", Route = "health")] HttpRequest request) =>
        api.RespondAsync<GetHealth>(request);

    [Function(nameof(GetMetrics))]
    public Task GetMetrics([HttpTrigger(Anonymous, "get", "head", Route = "metrics")] HttpRequest request) =>
        api.RespondAsync<GetMetrics>(request);

    [Function(nameof(GetMetricValues))]
    public Task GetMetricValues([HttpTrigger(Anonymous, "get", "head", Route = "metrics/values")] HttpRequest request) =>
        api.RespondAsync<GetMetricValues>(request);

    [Function(nameof(ListReports))]
    public Task ListReports([HttpTrigger(Anonymous, "get", "head", Route = "reports")] HttpRequest request) =>
        api.RespondAsync<ListReports>(request);

    [Function(nameof(GetManifestKeys))]
    public Task GetManifestKeys([HttpTrigger(Anonymous, "get", "head", Route = "manifest-keys")] HttpRequest request) =>
        api.RespondAsync<GetManifestKeys>(request);

    [Function(nameof(GetOpenApi))]
    public Task GetOpenApi([HttpTrigger(Anonymous, "get", "head", Route = "openapi.json")] HttpRequest request) =>
        api.RespondAsync<GetOpenApi>(request);

    /// <summary>
    /// Answers what no other function takes: 404, or 405 with <c>Allow</c>. The host takes the first route that fits, in the order of the functions'
    /// names, so this name must stay the last (a test holds it there).
    /// </summary>
    [Function(nameof(UnknownAddress))]
    public Task UnknownAddress([HttpTrigger(Anonymous, Route = "{*path}")] HttpRequest request) =>
        ApiDispatcher.RefuseUnknownAsync(request.HttpContext);
}
