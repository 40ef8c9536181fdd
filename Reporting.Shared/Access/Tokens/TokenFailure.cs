using Microsoft.IdentityModel.Tokens;

namespace Reporting.Access.Tokens;

/// <summary>Says in a sentence why a token did not verify, without repeating anything of the token or the keys.</summary>
internal static class TokenFailure
{
    public static string Describe(Exception? failure) => failure switch
    {
        SecurityTokenExpiredException => "The token has expired: sign in again.",
        SecurityTokenNoExpirationException => "The token has no expiry ('exp').",
        SecurityTokenNotYetValidException => "The token is not valid yet: check the clocks.",
        SecurityTokenInvalidLifetimeException => "The token's lifetime ('nbf', 'exp') is not valid.",
        SecurityTokenInvalidIssuerException => "The token is from another issuer than the one this service accepts.",
        SecurityTokenInvalidAudienceException => "The token is for another audience than this service.",
        SecurityTokenInvalidTypeException => "The token is of a type that is not accepted: send an access token.",
        SecurityTokenInvalidAlgorithmException => "The token is signed with an algorithm that is not accepted.",
        SecurityTokenInvalidSigningKeyException => "The token is signed with a key that is too weak or not valid: RSA keys have at least 2048 bits.",
        SecurityTokenSignatureKeyNotFoundException => "The token is signed with a key that the issuer does not publish.",
        _ => "The token could not be verified.",
    };
}
