using Microsoft.Extensions.Options;
using Reporting.Access;

namespace Reporting.Local.AdminPages;

/// <summary>Serves the admin pages below <c>/admin/</c> (docs/admin-pages.md).</summary>
internal static class AdminPagesRouting
{
    private static readonly string[] s_read = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps the pages, their settings, and the way to them from the bare address.</summary>
    /// <param name="routes">The host's routes.</param>
    /// <param name="folder">The folder <c>web</c>.</param>
    public static void MapAdminPages(this IEndpointRouteBuilder routes, string folder)
    {
        IServiceProvider services = routes.ServiceProvider;
        AccessOptions access = services.GetRequiredService<IOptions<AccessOptions>>().Value;
        AdminPagesOptions options = services.GetRequiredService<IConfiguration>().GetSection(AdminPagesOptions.Section).Get<AdminPagesOptions>()
            ?? new AdminPagesOptions();
        string authority = services.GetRequiredService<DevelopmentSignIn>().IsActive ? "" : access.Authority;
        var pages = new AdminPagesFolder(folder);
        services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(pages.Dispose);
        var headers = new PageHeaders(folder, authority.Length == 0 ? "" : new Uri(authority).GetLeftPart(UriPartial.Authority));

        routes.MapMethods("/", s_read, () => Results.Redirect("/admin/insights"));
        routes.MapMethods("/admin/config.json", s_read, (HttpResponse response) =>
        {
            headers.WriteTo(response);
            return Results.Json(new { apiOrigin = "", authority, clientId = options.ClientId, scope = options.Scope });
        });
        routes.MapMethods("/admin/{**path}", s_read, (HttpResponse response, string? path) =>
        {
            headers.WriteTo(response);
            return pages.Respond(path ?? "");
        });
    }
}

/// <summary>
/// The security headers of the pages: those of <c>web/staticwebapp.config.json</c>, so that a page that works here works there, too.
/// </summary>
internal sealed class PageHeaders
{
    private const string Policy = "Content-Security-Policy";
    private readonly KeyValuePair<string, string>[] _headers;

    /// <param name="folder">The folder <c>web</c>.</param>
    /// <param name="callable">Origins that the pages call beside their own, separated by spaces.</param>
    public PageHeaders(string folder, string callable)
    {
        using JsonDocument settings = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "staticwebapp.config.json")));
        _headers = [.. settings.RootElement.GetProperty("globalHeaders").EnumerateObject().Select(header => KeyValuePair.Create(header.Name, header.Value.GetString()!))];
        int policy = Array.FindIndex(_headers, header => string.Equals(header.Key, Policy, StringComparison.OrdinalIgnoreCase));
        _headers[policy] = KeyValuePair.Create(Policy, _headers[policy].Value.Replace("connect-src 'self'", $"connect-src 'self' {callable}".TrimEnd(), StringComparison.Ordinal));
    }

    /// <summary>Writes them on an answer.</summary>
    public void WriteTo(HttpResponse response)
    {
        foreach ((string name, string value) in _headers)
        {
            response.Headers[name] = value;
        }
    }
}
