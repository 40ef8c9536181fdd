using System.Collections.Immutable;

namespace Reporting.Access;

/// <summary>What holds when the settings do not say otherwise.</summary>
internal static class AccessDefaults
{
    /// <summary>Signature algorithms whose verification key is public (RFC 7518 section 3.1): a shared-secret algorithm would let the public key sign.</summary>
    public static ImmutableArray<string> Algorithms { get; } = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    /// <summary>Access token types: RFC 9068 section 2.1, and what most issuers write.</summary>
    public static ImmutableArray<string> TokenTypes { get; } = ["at+jwt", "JWT"];
}
