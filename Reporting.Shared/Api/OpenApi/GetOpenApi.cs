using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Reporting.Api.Requests;

namespace Reporting.Api.OpenApi;

/// <summary>Shows this document.</summary>
[ApiRoute("GET", "openapi.json", ApiAccess.Anonymous)]
[Responds(200, "OpenAPI 3.1.", typeof(JsonObject))]
internal sealed class GetOpenApi : IApiHandler
{
    // Generated from the endpoints and kept as a file, so that a change of the contract is seen in review (OpenApiTests).
    private static readonly byte[] Document = Read();

    public Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Results.Bytes(Document, "application/json"));

    private static byte[] Read()
    {
        using Stream stream = typeof(GetOpenApi).Assembly.GetManifestResourceStream("openapi.json")
            ?? throw new InvalidOperationException("openapi.json is not embedded.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
