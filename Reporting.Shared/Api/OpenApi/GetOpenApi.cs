using Microsoft.AspNetCore.Http;

namespace Reporting.Api.OpenApi;

/// <summary>Gives the OpenAPI document. It is kept by hand in openapi.json; a test holds it to the routes.</summary>
[ApiRoute("GET", "openapi.json", ApiAccess.Anonymous)]
internal sealed class GetOpenApi : IApiHandler
{
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
