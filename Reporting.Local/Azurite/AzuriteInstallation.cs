using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Reporting.Local.CommandLine;

namespace Reporting.Local.Azurite;

/// <summary>Finds the Azurite that <c>package.json</c> pins, and installs it on first use.</summary>
internal sealed class AzuriteInstallation(string folder)
{
    /// <summary>Azurite's start script.</summary>
    public string Script { get; } = Path.Combine(folder, "node_modules", "azurite", "dist", "src", "azurite.js");

    /// <summary>Makes sure that Azurite is there; <paramref name="progress"/> hears of it when that takes a while.</summary>
    /// <exception cref="UserErrorException">Node.js or npm is missing, or npm failed.</exception>
    public async Task EnsureAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        await RunAsync("node", ["--version"], "Node.js was not found. Install Node.js 20 or later, or set ReportingStorage to an account of your own.", cancellationToken);
        if (IsInstalled())
        {
            return;
        }

        // One installer at a time: a second host or test run waits for the first one's.
        await using FileStream installing = await LockAsync(cancellationToken);
        if (IsInstalled())
        {
            return;
        }

        progress("Installing Azurite, the storage emulator (once; about a minute) ...");
        // No install scripts: Azurite needs none, and none of its dependencies' should run here.
        await RunAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], "npm was not found. It comes with Node.js: install Node.js 20 or later.", cancellationToken);
        if (!IsInstalled())
        {
            throw new UserErrorException($"npm ended well but left no Azurite in {folder}. Delete its folder node_modules and start again.");
        }
    }

    /// <summary>npm writes <c>node_modules/.package-lock.json</c> last, so half an installation does not count, nor one of another version.</summary>
    private bool IsInstalled()
    {
        string installed = Path.Combine(folder, "node_modules", ".package-lock.json");
        return File.Exists(Script) && File.Exists(installed)
            && string.Equals(Version(installed), Version(Path.Combine(folder, "package-lock.json")), StringComparison.Ordinal);
    }

    private static string? Version(string lockFile)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(lockFile));
        return document.RootElement.GetProperty("packages").GetProperty("node_modules/azurite").GetProperty("version").GetString();
    }

    private static async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        string path = Path.Combine(Path.GetTempPath(), "reporting-azurite-install.lock");
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, cancellationToken);
            }
        }
    }

    private async Task RunAsync(string program, string[] arguments, string whenMissing, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception exception)
        {
            throw new UserErrorException(whenMissing, exception);
        }

        using (process)
        {
            Task<string> errors = process!.StandardError.ReadToEndAsync(cancellationToken);
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            try
            {
                await process.WaitForExitAsync(cancellationToken);
                if (process.ExitCode != 0)
                {
                    string said = (await errors).Split('\n').FirstOrDefault(line => line.Length > 0) ?? (await output).Trim();
                    throw new UserErrorException(string.Create(CultureInfo.InvariantCulture, $"'{program} {string.Join(' ', arguments)}' in {folder} ended with code {process.ExitCode}: {said}"));
                }
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
    }
}
