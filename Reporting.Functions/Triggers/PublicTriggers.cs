using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Reporting.Api.Manifests;
using Reporting.Api.OpenApi;
using Reporting.Functions.Hosting;

namespace Reporting.Functions.Triggers;

/// <summary>What is there to check and to build against.</summary>
public sealed class PublicTriggers(FunctionApi api)
{
    [Function(nameof(GetManifestKeys))]
    public Task GetManifestKeys([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "manifest-keys")] HttpRequest request) =>
        api.AnswerAsync<GetManifestKeys>(request);

    [Function(nameof(GetOpenApi))]
    public Task GetOpenApi([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest request) =>
        api.AnswerAsync<GetOpenApi>(request);
}
