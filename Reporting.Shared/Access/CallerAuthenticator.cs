using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Reporting.Access.Development;
using Reporting.Access.Tokens;

namespace Reporting.Access;

/// <summary>Finds out who calls: what the token looks like first, then the framework's JWT handler.</summary>
internal sealed class CallerAuthenticator(IOptions<AccessOptions> options, DevelopmentSignIn developmentSignIn)
{
    /// <summary>The caller of <paramref name="context"/>, or why there is none. Roles are the endpoint's matter.</summary>
    public async Task<AccessDecision> AuthenticateAsync(HttpContext context)
    {
        BearerToken token = BearerToken.Read(context.Request);
        return token.Kind switch
        {
            BearerTokenKind.None => AccessDecision.Refused(AccessRefusal.NoToken("Send a JWT in the header 'Authorization: Bearer <token>'.")),
            BearerTokenKind.Ambiguous => AccessDecision.Refused(AccessRefusal.InvalidToken("Send exactly one Authorization header.")),
            BearerTokenKind.TooLong => AccessDecision.Refused(AccessRefusal.InvalidToken($"The token is longer than {BearerToken.MaximumLength} characters.")),
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
            return AccessDecision.Refused(AccessRefusal.InvalidToken("The token is from another issuer than the one this service accepts."));
        }

        try
        {
            AuthenticateResult result = await context.AuthenticateAsync(isDevelopment ? AccessSchemes.Development : AccessSchemes.Authority);
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
            return string.Equals(new JsonWebToken(token).Issuer, DevelopmentIssuer.Issuer, StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenMalformedException)
        {
            return false;
        }
    }
}
