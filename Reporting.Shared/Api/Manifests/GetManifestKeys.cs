using Microsoft.AspNetCore.Http;
using Reporting.Exports.Manifests;

namespace Reporting.Api.Manifests;

/// <summary>Publishes the keys that verify manifests, as a JSON Web Key Set (RFC 7517).</summary>
[ApiRoute("GET", "manifest-keys", ApiAccess.Anonymous)]
internal sealed class GetManifestKeys(IManifestKeys keys) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        Results.Bytes((await keys.ListAsync(cancellationToken)).ToJson(), "application/jwk-set+json");
}
