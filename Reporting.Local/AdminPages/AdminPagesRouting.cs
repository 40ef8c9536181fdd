using Microsoft.Extensions.Options;
using Reporting.Access;
using Reporting.Access.Development;

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
        AdminPagesOptions options = services.GetRequiredService<IConfiguration>().GetSection("AdminPages").Get<AdminPagesOptions>() ?? new AdminPagesOptions();
        string authority = services.GetRequiredService<DevelopmentSignIn>().IsActive ? "" : access.Authority;
        var pages = new AdminPagesFolder(folder);
        services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(pages.Dispose);
        var headers = new PageHeaders(folder, authority.Length == 0 ? "" : new Uri(authority).GetLeftPart(UriPartial.Authority));

        routes.MapMethods("/", s_read, () => Results.Redirect("/admin/reports"));
        routes.MapMethods("/admin/config.json", s_read, (HttpResponse response) =>
        {
            headers.WriteTo(response);
            return Results.Json(new { apiOrigin = "", authority, clientId = options.ClientId, scope = options.Scope });
        });
        routes.MapMethods("/admin/{**path}", s_read, (HttpResponse response, string? path) =>
        {
            headers.WriteTo(response);
            return pages.Answer(path ?? "");
        });
    }
}
