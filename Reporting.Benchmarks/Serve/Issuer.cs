using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Reporting.Benchmarks.Serve;

/// <summary>An OpenID Connect issuer with one RSA key, for as many users as are wanted.</summary>
internal sealed class Issuer : IAsyncDisposable
{
    private const string KeyId = "benchmark";
    private readonly WebApplication _application;
    private readonly RSA _key = RSA.Create(2048);

    private Issuer(WebApplication application) => _application = application;

    /// <summary>Its address.</summary>
    public string Address => _application.Urls.First();

    public static async Task<Issuer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var issuer = new Issuer(builder.Build());
        RSAParameters key = issuer._key.ExportParameters(includePrivateParameters: false);
        RequestDelegate document = context => context.Response.WriteAsJsonAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["issuer"] = issuer.Address, ["jwks_uri"] = issuer.Address + "/keys" });
        RequestDelegate keys = context => context.Response.WriteAsJsonAsync(new { keys = new[] { new { kty = "RSA", kid = KeyId, use = "sig", n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) } } });
        issuer._application.MapGet("/.well-known/openid-configuration", document);
        issuer._application.MapGet("/keys", keys);
        await issuer._application.StartAsync();
        return issuer;
    }

    /// <summary>An administrator's token, good for an hour.</summary>
    public string Issue(string user)
    {
        DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Address, Audience = ServeHost.Audience, TokenType = "at+jwt", IssuedAt = now, NotBefore = now, Expires = now.AddHours(1),
            Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["email"] = user, ["roles"] = new[] { "admin" } },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(_key) { KeyId = KeyId }, SecurityAlgorithms.RsaSha256),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _key.Dispose();
    }
}
