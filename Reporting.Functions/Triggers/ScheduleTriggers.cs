using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Reporting.Api.Schedules;
using Reporting.Functions.Hosting;

namespace Reporting.Functions.Triggers;

/// <summary>Schedules over HTTP.</summary>
public sealed class ScheduleTriggers(FunctionApi api)
{
    [Function(nameof(ListSchedules))]
    public Task ListSchedules([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "schedules")] HttpRequest request) =>
        api.RespondAsync<ListSchedules>(request);

    [Function(nameof(GetSchedule))]
    public Task GetSchedule([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "schedules/{name}")] HttpRequest request) =>
        api.RespondAsync<GetSchedule>(request);

    [Function(nameof(PutSchedule))]
    public Task PutSchedule([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "schedules/{name}")] HttpRequest request) =>
        api.RespondAsync<PutSchedule>(request);

    [Function(nameof(DeleteSchedule))]
    public Task DeleteSchedule([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "schedules/{name}")] HttpRequest request) =>
        api.RespondAsync<DeleteSchedule>(request);
}
