using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Reporting.Api.Exports;
using Reporting.Functions.Hosting;
using static Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace Reporting.Functions.Triggers;

/// <summary>Exports over HTTP.</summary>
public sealed class ExportTriggers(FunctionApi api)
{
    [Function(nameof(StartExport))]
    public Task StartExport([HttpTrigger(Anonymous, "post", Route = "exports")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.RespondAsync<StartExport>(request, client);

    [Function(nameof(ListExports))]
    public Task ListExports([HttpTrigger(Anonymous, "get", "head", Route = "exports")] HttpRequest request) =>
        api.RespondAsync<ListExports>(request);

    [Function(nameof(GetExport))]
    public Task GetExport([HttpTrigger(Anonymous, "get", "head", Route = "exports/{id}")] HttpRequest request) =>
        api.RespondAsync<GetExport>(request);

    [Function(nameof(DeleteExport))]
    public Task DeleteExport([HttpTrigger(Anonymous, "delete", Route = "exports/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.RespondAsync<DeleteExport>(request, client);

    [Function(nameof(GetExportFile))]
    public Task GetExportFile([HttpTrigger(Anonymous, "get", "head", Route = "exports/{id}/file")] HttpRequest request) =>
        api.RespondAsync<GetExportFile>(request);

    [Function(nameof(GetExportManifest))]
    public Task GetExportManifest([HttpTrigger(Anonymous, "get", "head", Route = "exports/{id}/manifest")] HttpRequest request) =>
        api.RespondAsync<GetExportManifest>(request);

    [Function(nameof(GetExportManifestSignature))]
    public Task GetExportManifestSignature([HttpTrigger(Anonymous, "get", "head", Route = "exports/{id}/manifest-signature")] HttpRequest request) =>
        api.RespondAsync<GetExportManifestSignature>(request);
}
