using Installation = Reporting.Local.Azurite.AzuriteInstallation;

namespace Reporting.Tests.Storage;

/// <summary>Finds the Azurite that the local host pins, and installs it as the host does when it is missing.</summary>
internal static class AzuriteInstallation
{
    private static readonly Installation s_installation = new(Path.Combine(SharedData.RepositoryRoot, "Reporting.Local"));

    /// <summary>Whether it is there already.</summary>
    public static bool IsInstalled => File.Exists(s_installation.Script);

    /// <summary>Path of Azurite's start script.</summary>
    public static async Task<string> FindAsync()
    {
        await s_installation.CheckNodeAsync(CancellationToken.None);
        await s_installation.EnsureAsync(_ => { }, CancellationToken.None);
        return s_installation.Script;
    }
}
