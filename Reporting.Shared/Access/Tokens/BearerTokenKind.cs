namespace Reporting.Access.Tokens;

/// <summary>What a request's Authorization header holds.</summary>
internal enum BearerTokenKind
{
    /// <summary>No bearer token.</summary>
    None,

    /// <summary>More than one Authorization header or credential.</summary>
    Ambiguous,

    /// <summary>Longer than any token that is accepted.</summary>
    TooLong,

    /// <summary>A personal access token: prefix <c>mat-</c>, or not three base64url parts.</summary>
    PersonalAccessToken,

    /// <summary>Three base64url parts: a JWT in compact form (RFC 7515 section 7.1), not verified.</summary>
    Jwt,
}
