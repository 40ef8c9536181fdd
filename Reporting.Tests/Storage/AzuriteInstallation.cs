using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Reporting.Tests.Storage;

/// <summary>Finds the Azurite that the local host pins, and installs it there when it is missing.</summary>
internal static class AzuriteInstallation
{
    /// <summary>Path of Azurite's start script.</summary>
    public static async Task<string> FindAsync()
    {
        string folder = Path.Combine(SolutionFolder(), "Reporting.Local");
        string script = Path.Combine(folder, "node_modules", "azurite", "dist", "src", "azurite.js");
        if (!File.Exists(script))
        {
            using Process npm = Process.Start(new ProcessStartInfo("npm") { WorkingDirectory = folder, ArgumentList = { "ci", "--no-audit", "--no-fund", "--ignore-scripts" } })!;
            await npm.WaitForExitAsync();
            Assert.Equal(0, npm.ExitCode);
        }

        return script;
    }

    /// <summary>The folder of Reporting.sln.</summary>
    public static string SolutionFolder([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
