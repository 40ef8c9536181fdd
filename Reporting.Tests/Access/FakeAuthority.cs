using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Reporting.Tests.Access;

/// <summary>An OpenID Connect issuer: discovery document and keys over HTTP, on a free port, counting who asks.</summary>
internal sealed class FakeAuthority : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _keyReads;
    private TaskCompletionSource? _asked;
    private TaskCompletionSource _given = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FakeAuthority(WebApplication app) => _app = app;

    public string Issuer => _app.Urls.First();

    public RSA Rsa { get; private set; } = RSA.Create(2048);

    public ECDsa Elliptic { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string RsaKeyId { get; private set; } = "rsa-1";

    public const string EllipticKeyId = "ec-1";

    /// <summary>How often the keys were read.</summary>
    public int KeyReads => _keyReads;

    public static async Task<FakeAuthority> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var authority = new FakeAuthority(builder.Build());
        authority.Map();
        await authority._app.StartAsync();
        return authority;
    }

    /// <summary>Replaces the RSA key by a new one under another id, as issuers do now and then.</summary>
    public void Rotate()
    {
        Rsa = RSA.Create(2048);
        RsaKeyId += "+";
    }

    /// <summary>Holds the keys back until <see cref="GiveKeys"/>; the returned task ends when they are requested.</summary>
    public TaskCompletionSource HoldKeys()
    {
        _given = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Gives the keys to who waits for them, and to all who come.</summary>
    public void GiveKeys()
    {
        _asked = null;
        _given.TrySetResult();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Map()
    {
        RequestDelegate document = context => context.Response.WriteAsJsonAsync(new Dictionary<string, string> { ["issuer"] = Issuer, ["jwks_uri"] = Issuer + "/keys" });
        RequestDelegate keys = async context =>
        {
            Interlocked.Increment(ref _keyReads);
            if (_asked is { } asked)
            {
                asked.TrySetResult();
                await _given.Task;
            }

            await context.Response.WriteAsJsonAsync(new { keys = new[] { RsaJwk(), EllipticJwk() } });
        };
        _app.Map("/.well-known/openid-configuration", document);
        _app.Map("/keys", keys);
    }

    private Dictionary<string, string> RsaJwk()
    {
        RSAParameters key = Rsa.ExportParameters(false);
        return new() { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = RsaKeyId, ["n"] = Base64UrlEncoder.Encode(key.Modulus!), ["e"] = Base64UrlEncoder.Encode(key.Exponent!) };
    }

    private Dictionary<string, string> EllipticJwk()
    {
        ECParameters key = Elliptic.ExportParameters(false);
        return new() { ["kty"] = "EC", ["use"] = "sig", ["kid"] = EllipticKeyId, ["crv"] = "P-256", ["x"] = Base64UrlEncoder.Encode(key.Q.X!), ["y"] = Base64UrlEncoder.Encode(key.Q.Y!) };
    }
}
