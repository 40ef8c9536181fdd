using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;
using Reporting.Local.CommandLine;
using Reporting.Local.Npm;

namespace Reporting.Local.AdminPages;

/// <summary>The folder <c>web</c>: the pages as they are, and the libraries that npm puts beside them.</summary>
internal sealed class AdminPagesFolder(string folder) : IDisposable
{
    // The build that a browser takes as it is, in the package's own folders; the pages know its file as vendor/<name>.
    private static readonly string[] s_libraries = ["oidc-client-ts/dist/browser/oidc-client-ts.min.js", "chart.js/dist/chart.umd.min.js"];
    private readonly PhysicalFileProvider _files = new(Path.Combine(folder, "admin"));
    private readonly Dictionary<string, string> _vendor = s_libraries.ToDictionary(
        file => "vendor/" + Path.GetFileName(file), file => Path.Combine(folder, "node_modules", file), StringComparer.Ordinal);
    private readonly FileExtensionContentTypeProvider _types = new();

    /// <summary>
    /// The answer to a path below <c>/admin/</c>: a file when the path has an extension, else the one document that every page is, which
    /// looks at the address itself.
    /// </summary>
    public IResult Respond(string path)
    {
        if (_vendor.TryGetValue(path, out string? library))
        {
            return File(new FileInfo(library));
        }

        // The provider refuses paths that lead out of its folder.
        return _files.GetFileInfo(Path.HasExtension(path) ? path : "index.html") is { Exists: true, PhysicalPath: { } physical }
            ? File(new FileInfo(physical))
            : Results.NotFound();
    }

    public void Dispose() => _files.Dispose();

    private IResult File(FileInfo file)
    {
        if (!file.Exists)
        {
            return Results.NotFound();
        }

        string type = _types.TryGetContentType(file.Name, out string? known) ? known : "application/octet-stream";
        var version = new EntityTagHeaderValue($"\"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}\"");
        return Results.File(file.FullName, type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type, lastModified: new DateTimeOffset(file.LastWriteTimeUtc), entityTag: version);
    }
}

/// <summary>Installs the admin pages' libraries on first use. The API works without them, so a failure is only reported.</summary>
internal static class AdminPagesInstallation
{
    /// <summary>Installs the libraries if one is missing.</summary>
    /// <param name="folder">The folder <c>web</c>; when there is none, there are no pages and nothing to install.</param>
    /// <param name="progress">Hears of it when that takes a while, or fails.</param>
    /// <param name="cancellationToken">Ends the installation.</param>
    public static async Task EnsureAsync(string folder, Action<string> progress, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        try
        {
            await new NpmInstallation(folder, "oidc-client-ts", "chart.js").EnsureAsync(
                "Installing the libraries of the admin pages (once) ...", progress, cancellationToken);
        }
        catch (UserErrorException exception)
        {
            progress($"The admin pages will not work: {exception.Message}");
        }
    }
}

/// <summary>How the admin pages sign in where the development sign-in is not used. Section <c>AdminPages</c>.</summary>
internal sealed class AdminPagesOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "AdminPages";

    /// <summary>The pages' client id at <c>Access:Authority</c>.</summary>
    public string ClientId { get; set; } = "reporting-admin";

    /// <summary>The scopes to request, separated by spaces; the issued token must have the audience <c>Access:Audience</c>.</summary>
    public string Scope { get; set; } = "openid profile email";
}
