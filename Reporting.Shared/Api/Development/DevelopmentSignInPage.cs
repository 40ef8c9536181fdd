using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Reporting.Access;
using Reporting.Api.Problems;
using Reporting.Api.Requests;

namespace Reporting.Api.Development;

/// <summary>
/// The development sign-in for a host without the admin pages: one click gives a token to paste. It gives no codes to applications: the admin pages
/// would be of another origin than a function app, and the local host has the code flow for its own.
/// </summary>
[ApiRoute("GET", "development/sign-in", ApiAccess.Development)]
[ApiRoute("POST", "development/sign-in", ApiAccess.Development)]
internal sealed class DevelopmentSignInPage(DevelopmentIssuer issuer, TimeProvider time) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            return Html($$"""
                <h1>Sign in to Reporting</h1>
                <p>The sign-in of a development host: it asks for no password and works on this machine only.</p>
                <form method="post">
                <p><button name="account" value="admin">Sign in as an administrator</button> {{DevelopmentIssuer.AdminName}}</p>
                <p><button name="account" value="user">Sign in as an ordinary user</button> {{DevelopmentIssuer.UserName}}, without the administrator role</p>
                </form>
                """);
        }

        RefuseOtherSites(context.Request.Headers);
        string name = DevelopmentIssuer.NameOf(await ReadAccountAsync(context.Request, cancellationToken)) ?? throw ProblemException.Invalid("account", "takes 'admin' or 'user'.");
        string token = issuer.IssueToken(name);
        string until = (time.GetUtcNow() + DevelopmentIssuer.Lifetime).ToString("u", CultureInfo.InvariantCulture);
        return Html($$"""
            <h1>Signed in as {{name}}</h1>
            <p><label for="token">This token is valid until {{until}}. This host takes it from this machine only.</label></p>
            <p><textarea id="token" rows="8" cols="100" readonly>{{token}}</textarea></p>
            <p>For a shell:</p>
            <pre><code>TOKEN={{token}}
            curl -H "Authorization: Bearer $TOKEN" {{HtmlEncoder.Default.Encode(OriginOf(context.Request))}}/api/reports</code></pre>
            """);
    }

    // A host that allows pages of other origins to call it (CORS) would let them read the token. Browsers say where a request is from (Fetch Metadata
    // Request Headers, section 2.4), old ones at least the page's origin (RFC 6454, section 7); no script can change either.
    private static void RefuseOtherSites(IHeaderDictionary headers)
    {
        string site = headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0 ? site is not ("same-origin" or "none") : headers.Origin.Count > 0)
        {
            throw new ProblemException(StatusCodes.Status403Forbidden, "other-site", "The development sign-in takes no requests from pages of another site. Open this address in the browser, and sign in there.");
        }
    }

    private static async Task<string> ReadAccountAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
        {
            throw new ProblemException(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "This address takes application/x-www-form-urlencoded.");
        }

        try
        {
            return (await request.ReadFormAsync(cancellationToken))["account"].ToString();
        }
        catch (InvalidDataException exception)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, "bad-request", "The form could not be read: " + exception.Message);
        }
    }

    /// <summary>The origin that the request was sent to. The Functions host passes requests on to the worker's own address, and names theirs in headers, which the gate has looked into.</summary>
    private static string OriginOf(HttpRequest request)
    {
        HostString host = request.Headers.GetCommaSeparatedValues("X-Forwarded-Host") is [var asked, ..] ? new HostString(asked) : request.Host;
        bool isHttps = request.Headers.GetCommaSeparatedValues("X-Forwarded-Proto") is [var scheme, ..] ? string.Equals(scheme, Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase) : request.IsHttps;
        return new UriBuilder(isHttps ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, host.Host, host.Port ?? -1).Uri.GetLeftPart(UriPartial.Authority);
    }

    private static IResult Html(string body) => Results.Content($$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Sign in · Reporting</title>
        </head>
        <body><main>{{body}}</main></body>
        </html>
        """, "text/html; charset=utf-8");
}
