using Microsoft.AspNetCore.WebUtilities;
using Reporting.Access;

namespace Reporting.Local.SignIn;

/// <summary>
/// The development sign-in as an OpenID Connect provider (authorization code flow with PKCE), so that the admin pages sign in on one machine
/// just as they do elsewhere. Mapped only where the development sign-in is active. To other machines
/// nothing is there (<see cref="DevelopmentSignIn.IsOfferedTo"/>).
/// </summary>
internal static class SignInRouting
{
    private const string Root = "/development";
    private static readonly string[] s_read = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps discovery, the sign-in page, the token endpoint, the keys and the way out.</summary>
    public static void MapDevelopmentSignIn(this IEndpointRouteBuilder routes)
    {
        var signIn = routes.ServiceProvider.GetRequiredService<DevelopmentSignIn>();
        if (!signIn.IsActive)
        {
            return;
        }

        var issuer = routes.ServiceProvider.GetRequiredService<DevelopmentIssuer>();
        var codes = new AuthorizationCodes(routes.ServiceProvider.GetRequiredService<TimeProvider>());
        RouteGroupBuilder group = routes.MapGroup(Root);
        group.AddEndpointFilter(async (call, next) => signIn.IsOfferedTo(call.HttpContext) ? await next(call) : Results.NotFound());
        group.MapMethods("/.well-known/openid-configuration", s_read, (HttpRequest request) => Results.Json(Discovery(AuthorizationRequest.OriginOf(request) + Root)));
        group.MapMethods("/keys", s_read, () => Results.Content(issuer.PublicKeySet(), "application/json"));
        group.MapMethods("/authorize", s_read, (HttpContext context) => Authorize(context, codes));
        group.MapPost("/token", (HttpContext context, CancellationToken cancellationToken) => GiveTokensAsync(context, codes, issuer, cancellationToken));
        group.MapMethods("/sign-out", s_read, () => Results.Redirect("/admin/"));
    }

    private static Dictionary<string, object> Discovery(string root) => new(StringComparer.Ordinal)
    {
        ["issuer"] = DevelopmentIssuer.Issuer,
        ["authorization_endpoint"] = root + "/authorize",
        ["token_endpoint"] = root + "/token",
        ["jwks_uri"] = root + "/keys",
        ["end_session_endpoint"] = root + "/sign-out",
        ["response_types_supported"] = new[] { "code" },
        ["subject_types_supported"] = new[] { "public" },
        ["id_token_signing_alg_values_supported"] = new[] { "ES256" },
        ["code_challenge_methods_supported"] = new[] { "S256" },
    };

    private static IResult Authorize(HttpContext context, AuthorizationCodes codes)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        if (AuthorizationRequest.Read(context.Request, out string problem) is not { } request)
        {
            return SignInPage.Refusal(problem);
        }

        return DevelopmentIssuer.NameOf(context.Request.Query["account"].ToString()) is not { } name
            ? SignInPage.Respond(context.Request)
            : Results.Redirect(QueryHelpers.AddQueryString(request.RedirectUri, new Dictionary<string, string?>(StringComparer.Ordinal) { ["code"] = codes.Create(request, name), ["state"] = request.State }));
    }

    private static async Task<IResult> GiveTokensAsync(
        HttpContext context, AuthorizationCodes codes, DevelopmentIssuer issuer, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!context.Request.HasFormContentType)
        {
            return Results.Json(new { error = "invalid_request" }, statusCode: StatusCodes.Status400BadRequest);
        }

        IFormCollection form = await context.Request.ReadFormAsync(cancellationToken);
        if (codes.Redeem(form["code"].ToString(), form["client_id"].ToString(), form["redirect_uri"].ToString(), form["code_verifier"].ToString()) is not { } signIn)
        {
            return Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
        }

        return Results.Json(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["access_token"] = issuer.IssueToken(signIn.Name),
            ["id_token"] = issuer.IssueIdentityToken(signIn.Name, signIn.Request.ClientId, signIn.Request.Nonce),
            ["token_type"] = "Bearer",
            ["expires_in"] = (int)DevelopmentIssuer.Lifetime.TotalSeconds,
        });
    }
}
