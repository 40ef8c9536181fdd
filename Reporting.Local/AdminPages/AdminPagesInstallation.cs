using Reporting.Local.CommandLine;
using Reporting.Local.Npm;

namespace Reporting.Local.AdminPages;

/// <summary>Installs the admin pages' sign-in library on first use. The API works without it, so a failure is told and no more.</summary>
internal static class AdminPagesInstallation
{
    /// <summary>Makes sure that the library is there.</summary>
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
            await new NpmInstallation(folder, "oidc-client-ts").EnsureAsync("Installing the sign-in library of the admin pages (once) ...", progress, cancellationToken);
        }
        catch (UserErrorException exception)
        {
            progress($"The admin pages will not work: {exception.Message}");
        }
    }
}
