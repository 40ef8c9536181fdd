using Reporting.Local.CommandLine;
using Reporting.Local.Npm;

namespace Reporting.Local.Azurite;

/// <summary>Finds the Azurite that <c>package.json</c> pins, and installs it on first use.</summary>
internal sealed class AzuriteInstallation(string folder)
{
    private readonly NpmInstallation _npm = new(folder, "azurite");

    /// <summary>Azurite's start script.</summary>
    public string Script => Path.Combine(_npm.PackageFolder, "dist", "src", "azurite.js");

    /// <summary>Makes sure that Azurite is there; <paramref name="progress"/> hears of it when that takes a while.</summary>
    /// <exception cref="UserErrorException">Node.js or npm is missing, or npm failed.</exception>
    public async Task EnsureAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        await _npm.RunAsync("node", ["--version"], "Node.js was not found. Install Node.js 20 or later, or set ReportingStorage to an account of your own.", cancellationToken);
        await _npm.EnsureAsync("Installing Azurite, the storage emulator (once; about a minute) ...", progress, cancellationToken);
    }
}
