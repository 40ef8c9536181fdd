using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Reporting.Access;

/// <summary>Authenticates a caller: first by the form of the token, then by the framework's JWT handler.</summary>
internal sealed class CallerAuthenticator(IOptions<AccessOptions> options, DevelopmentSignIn developmentSignIn)
{
    /// <summary>The caller of <paramref name="context"/>, or why there is none. Roles are the endpoint's matter.</summary>
    public async Task<AccessDecision> AuthenticateAsync(HttpContext context)
    {
        BearerToken token = BearerToken.Of(context);
        return token.Kind switch
        {
            BearerTokenKind.None =>
                AccessDecision.Refused(AccessRefusal.NoToken("Send a JWT in the header 'Authorization: Bearer <token>'.")),
            BearerTokenKind.Ambiguous => AccessDecision.Refused(AccessRefusal.InvalidToken("Send exactly one Authorization header.")),
            BearerTokenKind.TooLong =>
                AccessDecision.Refused(AccessRefusal.InvalidToken($"The token is longer than {BearerToken.MaximumLength} characters.")),
            BearerTokenKind.PersonalAccessToken => AccessDecision.Refused(AccessRefusal.PersonalAccessToken),
            _ => await VerifyAsync(context, token.Value),
        };
    }

    private async Task<AccessDecision> VerifyAsync(HttpContext context, string token)
    {
        bool isDevelopment = developmentSignIn.IsActive && IsFromDevelopmentIssuer(token);
        if (isDevelopment && !LocalConnection.Carries(context))
        {
            return AccessDecision.Refused(AccessRefusal.InvalidToken("Tokens of the development sign-in are taken on the machine that issued them only, over a loopback address."));
        }

        if (!isDevelopment && options.Value.Authority.Length == 0)
        {
            return AccessDecision.Refused(
                AccessRefusal.InvalidToken("The token is from another issuer than the one this service accepts."));
        }

        try
        {
            AuthenticateResult result = await context.AuthenticateAsync(
                isDevelopment ? AccessSchemes.Development : AccessSchemes.Authority);
            return result.Succeeded && result.Properties!.GetParameter<Caller>(ConfigureJwtBearer.CallerParameter) is { } caller
                ? AccessDecision.Known(caller)
                : AccessDecision.Refused(AccessRefusal.InvalidToken(TokenFailure.Describe(result.Failure)));
        }
        catch (AuthorityUnreachableException)
        {
            return AccessDecision.Refused(AccessRefusal.AuthorityUnreachable);
        }
    }

    // The issuer is only claimed at this point: it chooses which keys the token is checked against.
    private static bool IsFromDevelopmentIssuer(string token)
    {
        try
        {
            return string.Equals(BearerToken.Parse(token).Issuer, DevelopmentIssuer.Issuer, StringComparison.Ordinal);
        }
        catch (SecurityTokenMalformedException)
        {
            return false;
        }
    }
}

/// <summary>Whether a request's caller is known: the caller, or why not.</summary>
internal sealed record AccessDecision
{
    private AccessDecision()
    {
    }

    /// <summary>The caller, or null.</summary>
    public Caller? Caller { get; private init; }

    /// <summary>Why there is no caller, or null.</summary>
    public AccessRefusal? Refusal { get; private init; }

    /// <summary>A verified caller.</summary>
    public static AccessDecision Known(Caller caller) => new() { Caller = caller };

    /// <summary>No caller.</summary>
    public static AccessDecision Refused(AccessRefusal refusal) => new() { Refusal = refusal };
}

/// <summary>Why a caller is refused.</summary>
/// <param name="Status">HTTP status: 401, 403, or 503 when the issuer's keys cannot be had.</param>
/// <param name="Code">A short name of the reason, the last part of the problem's type.</param>
/// <param name="Detail">A sentence that says what was wrong and what to do.</param>
/// <param name="Challenge">The <c>WWW-Authenticate</c> header (RFC 6750 section 3), or null for none.</param>
internal sealed record AccessRefusal(int Status, string Code, string Detail, string? Challenge)
{
    /// <summary>No usable token was sent.</summary>
    public static AccessRefusal NoToken(string detail) => new(401, "no-token", detail, "Bearer realm=\"reporting\"");

    /// <summary>A token was sent that does not verify.</summary>
    public static AccessRefusal InvalidToken(string detail) =>
        new(401, "invalid-token", detail, $"Bearer realm=\"reporting\", error=\"invalid_token\", error_description=\"{detail.Replace('"', '\'')}\"");

    /// <summary>The sentence of the design for personal access tokens.</summary>
    public static AccessRefusal PersonalAccessToken { get; } = new(
        403,
        "personal-access-token",
        "Personal access tokens carry no admin access. Use the JWT of your signed-in session instead.",
        null);

    /// <summary>A valid caller without the role.</summary>
    public static AccessRefusal MissingRole(string role) => new(
        403,
        "missing-role",
        $"Your token is valid, but its roles do not hold '{role}'. Ask an administrator for that role.",
        "Bearer realm=\"reporting\", error=\"insufficient_scope\"");

    /// <summary>A valid caller whose name, or client's name, can be taken for the system's.</summary>
    public static AccessRefusal ReservedName(string detail) => new(403, "reserved-name", detail, null);

    /// <summary>No token can be validated now.</summary>
    public static AccessRefusal AuthorityUnreachable { get; } = new(
        503,
        "authority-unreachable",
        "The sign-in authority's keys cannot be read at the moment, so no token can be checked. Try again in a few seconds.",
        null);
}

/// <summary>Who calls, as a verified token says.</summary>
/// <param name="Name">Name for the audit log and for jobs: the token's <c>email</c>, else <c>preferred_username</c>, else <c>sub</c>.</param>
/// <param name="IsAdmin">Whether the roles hold the administrator's.</param>
/// <param name="CanWriteActivity">Whether the roles hold the one that writes activity.</param>
public sealed record Caller(string Name, bool IsAdmin, bool CanWriteActivity)
{
    /// <summary>The token's <c>iss</c>, the issuer that vouches for the name. Null only where a test creates a caller itself.</summary>
    public string? Issuer { get; init; }

    /// <summary>The token's <c>sub</c>, or null when it has none.</summary>
    public string? Subject { get; init; }

    /// <summary>
    /// What sends the request, for the <c>origin</c> of what it writes: the client that the token was issued to (<c>azp</c>, OpenID Connect Core 1.0 section 2; <c>client_id</c>,
    /// RFC 9068 section 2.2; <c>appid</c>, Entra ID), else the subject, else the name.
    /// </summary>
    public string Origin { get; init; } = Name;
}
