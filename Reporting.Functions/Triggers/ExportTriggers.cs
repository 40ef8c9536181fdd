using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Reporting.Api.Exports;
using Reporting.Functions.Hosting;

namespace Reporting.Functions.Triggers;

/// <summary>Exports over HTTP.</summary>
public sealed class ExportTriggers(FunctionApi api)
{
    [Function(nameof(StartExport))]
    public Task StartExport(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "exports")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync<StartExport>(request, client);

    [Function(nameof(ListExports))]
    public Task ListExports(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "exports")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync<ListExports>(request, client);

    [Function(nameof(GetExport))]
    public Task GetExport(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "exports/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync<GetExport>(request, client);

    [Function(nameof(DeleteExport))]
    public Task DeleteExport(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "exports/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync<DeleteExport>(request, client);

    [Function(nameof(GetExportFile))]
    public Task GetExportFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "exports/{id}/file")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync<GetExportFile>(request, client);

    [Function(nameof(GetExportManifest))]
    public Task GetExportManifest(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "exports/{id}/manifest")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync<GetExportManifest>(request, client);

    [Function(nameof(GetExportManifestSignature))]
    public Task GetExportManifestSignature(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "exports/{id}/manifest-signature")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync<GetExportManifestSignature>(request, client);
}
