using Reporting.Local.CommandLine;
using Reporting.Local.Npm;

namespace Reporting.Local.Azurite;

/// <summary>Finds the Azurite that <c>package.json</c> pins, and installs it on first use.</summary>
internal sealed class AzuriteInstallation(string folder)
{
    private const int OldestNode = 20;
    private const string Remedy = "Install Node.js 20 or later, or set ReportingStorage to an account of your own.";
    private readonly NpmInstallation _npm = new(folder, "azurite");

    /// <summary>Azurite's start script.</summary>
    public string Script => Path.Combine(_npm.PackageFolder, "dist", "src", "azurite.js");

    /// <summary>Checks that a Node.js version is installed that Azurite runs on.</summary>
    /// <exception cref="UserErrorException">It is missing, or too old.</exception>
    public async Task CheckNodeAsync(CancellationToken cancellationToken)
    {
        string version = await _npm.RunAsync("node", ["--version"], $"Node.js was not found. {Remedy}", cancellationToken);
        if (int.TryParse(version.TrimStart('v').Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major) && major < OldestNode)
        {
            throw new UserErrorException($"Node.js {version.Trim()} is too old. {Remedy}");
        }
    }

    /// <summary>Installs Azurite if it is missing; <paramref name="progress"/> gets a line before a slow installation.</summary>
    /// <exception cref="UserErrorException">npm is missing, or failed.</exception>
    public Task EnsureAsync(Action<string> progress, CancellationToken cancellationToken) =>
        _npm.EnsureAsync("Installing Azurite, the storage emulator (once; about a minute) ...", progress, cancellationToken);
}
