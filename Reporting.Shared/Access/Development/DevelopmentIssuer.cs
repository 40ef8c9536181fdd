using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Reporting.Access.Development;

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

    /// <summary>How long a token is good for.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly ECDsa _key;
    private readonly TimeProvider _time;
    private readonly AccessOptions _access;

    internal DevelopmentIssuer(IOptions<DevelopmentSignInOptions> options, IOptions<AccessOptions> access, TimeProvider time)
    {
        _key = DevelopmentKey.LoadOrCreate(options.Value.KeyFolder);
        _access = access.Value;
        _time = time;
        byte[] thumbprint = new ECDsaSecurityKey(_key).ComputeJwkThumbprint();
        SigningKey = new ECDsaSecurityKey(_key) { KeyId = Base64UrlEncoder.Encode(thumbprint) };
        VerificationKey = new ECDsaSecurityKey(ECDsa.Create(_key.ExportParameters(includePrivateParameters: false))) { KeyId = SigningKey.KeyId };
    }

    /// <summary>The public half, for checking.</summary>
    internal ECDsaSecurityKey VerificationKey { get; }

    private ECDsaSecurityKey SigningKey { get; }

    /// <summary>A token of <c>admin@localhost</c>: administrator, and may write activity.</summary>
    public string IssueAdminToken() => Issue("admin@localhost", _access.AdminRole, _access.ActivityWriterRole);

    /// <summary>A token of <c>user@localhost</c>: valid, without any role.</summary>
    public string IssueUserToken() => Issue("user@localhost");

    public void Dispose()
    {
        VerificationKey.ECDsa.Dispose();
        _key.Dispose();
    }

    private string Issue(string name, params string[] roles)
    {
        DateTime now = _time.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            TokenType = "at+jwt",
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Claims = RoleClaimWriter.Claims(name, _access.RolesClaim, roles),
            SigningCredentials = new SigningCredentials(SigningKey, SecurityAlgorithms.EcdsaSha256),
        });
    }
}
