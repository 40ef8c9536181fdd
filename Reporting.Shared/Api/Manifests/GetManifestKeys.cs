using Microsoft.AspNetCore.Http;
using Reporting.Exports.Manifests;

namespace Reporting.Api.Manifests;

/// <summary>Lists the keys that verify manifests.</summary>
[ApiRoute("GET", "manifest-keys", ApiAccess.Anonymous)]
[Responds(200, "A JSON Web Key Set (RFC 7517).", typeof(ManifestKeySet), "application/jwk-set+json")]
[Responds(503, "The store of the keys does not answer.")]
internal sealed class GetManifestKeys(IManifestKeys keys) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        Results.Bytes((await keys.ListAsync(cancellationToken)).ToJson(), "application/jwk-set+json");
}
