using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Reporting.Api.Health;
using Reporting.Api.Overview;
using Reporting.Api.Reports;
using Reporting.Functions.Hosting;

namespace Reporting.Functions.Triggers;

/// <summary>What tells about the service itself.</summary>
public sealed class ServiceTriggers(FunctionApi api)
{
    [Function(nameof(GetHealth))]
    public Task GetHealth([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request) =>
        api.AnswerAsync<GetHealth>(request);

    [Function(nameof(GetOverview))]
    public Task GetOverview([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "overview")] HttpRequest request) =>
        api.AnswerAsync<GetOverview>(request);

    [Function(nameof(ListReports))]
    public Task ListReports([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reports")] HttpRequest request) =>
        api.AnswerAsync<ListReports>(request);
}
