using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Reporting.Storage.Keys;

namespace Reporting.Access;

/// <summary>
/// Issues tokens for trying the service on one machine: <c>admin@localhost</c> and <c>user@localhost</c>. They pass through the same
/// checks as real ones, under an issuer and a key of their own.
/// </summary>
public sealed class DevelopmentIssuer : IDisposable
{
    /// <summary>The <c>iss</c> of its tokens.</summary>
    public const string Issuer = "https://localhost/reporting-development";

    /// <summary>The <c>aud</c> of its tokens.</summary>
    public const string Audience = "reporting-development";

    /// <summary>Who the administrator is.</summary>
    public const string AdminName = "admin@localhost";

    /// <summary>Who the ordinary user is.</summary>
    public const string UserName = "user@localhost";

    /// <summary>How long a token is good for.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const string KeyFileName = "development-signing-key.pem";
    private readonly ECDsa _key;
    private readonly TimeProvider _time;
    private readonly AccessOptions _access;

    internal DevelopmentIssuer(IOptions<DevelopmentSignInOptions> options, IOptions<AccessOptions> access, TimeProvider time)
    {
        // A constructor cannot wait; this one is called once in a process.
        (_key, _) = SigningKeyFile.LoadOrMakeAsync(
            Path.Combine(options.Value.KeyFolder, KeyFileName), CancellationToken.None).GetAwaiter().GetResult();
        _access = access.Value;
        _time = time;
        byte[] thumbprint = new ECDsaSecurityKey(_key).ComputeJwkThumbprint();

        // The library's default factory keeps signers by key id for the whole process: a second issuer would get the first one's, disposed.
        var signers = new CryptoProviderFactory { CacheSignatureProviders = false };
        SigningKey = new ECDsaSecurityKey(_key) { KeyId = Base64UrlEncoder.Encode(thumbprint), CryptoProviderFactory = signers };
        VerificationKey = new ECDsaSecurityKey(ECDsa.Create(_key.ExportParameters(includePrivateParameters: false))) { KeyId = SigningKey.KeyId, CryptoProviderFactory = signers };
    }

    /// <summary>The public half, for checking.</summary>
    internal ECDsaSecurityKey VerificationKey { get; }

    private ECDsaSecurityKey SigningKey { get; }

    /// <summary>The name of an account that a sign-in page offers, <c>admin</c> or <c>user</c>; null for every other.</summary>
    public static string? NameOf(string account) => account switch
    {
        "admin" => AdminName,
        "user" => UserName,
        _ => null,
    };

    /// <summary>A token of one of the two names.</summary>
    public string IssueToken(string name) =>
        string.Equals(name, AdminName, StringComparison.Ordinal) ? IssueAdminToken() : IssueUserToken();

    /// <summary>A token of <c>admin@localhost</c>: administrator, and may write activity.</summary>
    public string IssueAdminToken() => Issue(AdminName, _access.AdminRole, _access.ActivityWriterRole);

    /// <summary>A token of <c>user@localhost</c>: valid, without any role.</summary>
    public string IssueUserToken() => Issue(UserName);

    /// <summary>An OpenID Connect ID token (OpenID Connect Core 1.0 section 2): tells an application who signed in. The API does not take it.</summary>
    /// <param name="name">Who signed in.</param>
    /// <param name="clientId">The application, its audience.</param>
    /// <param name="nonce">What the application sent to tie the token to its request; null when it sent nothing.</param>
    public string IssueIdentityToken(string name, string clientId, string? nonce)
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = name, ["email"] = name };
        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        return Sign(clientId, "JWT", claims);
    }

    /// <summary>The public key as a JSON Web Key Set (RFC 7517 section 5).</summary>
    public string PublicKeySet()
    {
        JsonWebKey key = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(VerificationKey);
        return JsonSerializer.Serialize(new { keys = new[] { new { kty = key.Kty, crv = key.Crv, x = key.X, y = key.Y, kid = key.Kid, use = "sig", alg = SecurityAlgorithms.EcdsaSha256 } } });
    }

    public void Dispose()
    {
        VerificationKey.ECDsa.Dispose();
        _key.Dispose();
    }

    private string Issue(string name, params string[] roles) =>
        Sign(Audience, "at+jwt", RoleClaimWriter.Claims(name, _access.RolesClaim, roles));

    private string Sign(string audience, string tokenType, IDictionary<string, object> claims)
    {
        DateTime now = _time.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = audience,
            TokenType = tokenType,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(SigningKey, SecurityAlgorithms.EcdsaSha256),
        });
    }
}

/// <summary>Writes roles where <c>Access:RolesClaim</c> will look for them.</summary>
internal static class RoleClaimWriter
{
    /// <summary>The claims of a token: under the claim's whole name, which is where a reader looks first.</summary>
    public static IDictionary<string, object> Claims(string name, string rolesClaim, IReadOnlyList<string> roles) =>
        new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = name, ["email"] = name, [rolesClaim] = roles };
}
