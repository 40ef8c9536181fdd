using System.ComponentModel;
using System.Diagnostics;
using Reporting.Local.CommandLine;

namespace Reporting.Local.Npm;

/// <summary>A folder with a <c>package.json</c> and its lock file, whose packages npm installs on first use, exactly as the lock file pins
/// them.</summary>
/// <param name="folder">The folder.</param>
/// <param name="package">The package that is wanted of it; its version in the lock file is the one that counts.</param>
/// <param name="others">What else is wanted of it.</param>
internal sealed class NpmInstallation(string folder, string package, params string[] others)
{
    /// <summary>Where the package is, once it is installed.</summary>
    public string PackageFolder { get; } = Path.Combine(folder, "node_modules", package);

    /// <summary>Installs the package if it is missing; <paramref name="progress"/> gets <paramref name="what"/> before a slow
    /// installation.</summary>
    /// <exception cref="UserErrorException">npm is missing, or failed.</exception>
    public async Task EnsureAsync(string what, Action<string> progress, CancellationToken cancellationToken)
    {
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

        progress(what);
        // No packages for development, and no install scripts: what is installed here needs none, and none of its dependencies' should run.
        string[] arguments = ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"];
        await RunAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", arguments,
            "npm was not found. It comes with Node.js: install Node.js 20 or later.", cancellationToken);
        if (!IsInstalled())
        {
            throw new UserErrorException(
                $"npm ended well but left no {string.Join(" or no ", [package, .. others])} in {folder}. Delete its folder node_modules and start again.");
        }
    }

    /// <summary>Runs a program in the folder and returns what it printed.</summary>
    /// <exception cref="UserErrorException">It is missing (the message is <paramref name="whenMissing"/>), or it failed.</exception>
    public async Task<string> RunAsync(string program, string[] arguments, string whenMissing, CancellationToken cancellationToken)
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
                if (process.ExitCode == 0)
                {
                    return await output;
                }

                string said = string.Join(' ', (await errors + await output)
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(3));
                throw new UserErrorException(string.Create(CultureInfo.InvariantCulture,
                    $"'{program} {string.Join(' ', arguments)}' in {folder} ended with code {process.ExitCode}: {said}"));
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
    }

    /// <summary>npm writes <c>node_modules/.package-lock.json</c> last, so half an installation does not count, nor one of another
    /// version.</summary>
    private bool IsInstalled()
    {
        string installed = Path.Combine(folder, "node_modules", ".package-lock.json");
        string[] wanted = [package, .. others];
        return wanted.All(name => File.Exists(Path.Combine(folder, "node_modules", name, "package.json"))) && File.Exists(installed)
            && Versions(wanted, installed).SequenceEqual(Versions(wanted, Path.Combine(folder, "package-lock.json")),
                StringComparer.Ordinal);
    }

    private static string?[] Versions(string[] packages, string lockFile)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(lockFile));
        JsonElement known = document.RootElement.GetProperty("packages");
        return [.. packages.Select(name =>
            known.TryGetProperty($"node_modules/{name}", out JsonElement entry) ? entry.GetProperty("version").GetString() : null)];
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        string path = Path.Combine(Path.GetTempPath(), $"reporting-{package}-install-{Environment.UserName}.lock");
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, cancellationToken);
            }
        }
    }
}
