namespace Reporting.Local.SignIn;

/// <summary>What an application asks of the sign-in page (RFC 6749 section 4.1.1, RFC 7636 section 4.3).</summary>
/// <param name="ClientId">The application.</param>
/// <param name="RedirectUri">Where the answer goes: the admin pages of this host, nowhere else.</param>
/// <param name="State">Given back as it is.</param>
/// <param name="Nonce">Put into the ID token; null when none was sent.</param>
/// <param name="CodeChallenge">Base64url of the SHA-256 of the verifier that the token request will bring.</param>
internal sealed record AuthorizationRequest(string ClientId, string RedirectUri, string State, string? Nonce, string CodeChallenge)
{
    /// <summary>Path of the page that takes the answer.</summary>
    private const string ResponsePath = "/admin/signed-in";

    /// <summary>The origin that a request was sent to: <c>http://localhost:7071</c>.</summary>
    public static string OriginOf(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    /// <summary>Reads a request; <paramref name="problem"/> says what is wrong when the answer is null.</summary>
    public static AuthorizationRequest? Read(HttpRequest request, out string problem)
    {
        IQueryCollection query = request.Query;
        string redirectUri = query["redirect_uri"].ToString();
        string challenge = query["code_challenge"].ToString();
        problem = (query["response_type"].ToString(), redirectUri, query["code_challenge_method"].ToString(), challenge.Length) switch
        {
            (not "code", _, _, _) => "response_type takes 'code'.",
            (_, var uri, _, _) when !string.Equals(uri, OriginOf(request) + ResponsePath, StringComparison.Ordinal) =>
                $"redirect_uri takes '{OriginOf(request)}{ResponsePath}'.",
            (_, _, not "S256", _) => "code_challenge_method takes 'S256'.",
            (_, _, _, not 43) => "code_challenge takes the base64url of a SHA-256.",
            _ => "",
        };
        return problem.Length > 0
            ? null
            : new AuthorizationRequest(query["client_id"].ToString(), redirectUri, query["state"].ToString(), query["nonce"] is [{ Length: > 0 } nonce] ? nonce : null, challenge);
    }
}
