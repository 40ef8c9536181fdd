using Installation = Reporting.Local.Azurite.AzuriteInstallation;

namespace Reporting.Tests.Storage;

/// <summary>Finds the Azurite that the local host pins, and installs it as the host does when it is missing.</summary>
internal static class AzuriteInstallation
{
    /// <summary>Path of Azurite's start script.</summary>
    public static async Task<string> FindAsync()
    {
        var installation = new Installation(Path.Combine(SharedData.RepositoryRoot, "Reporting.Local"));
        await installation.EnsureAsync(_ => { }, CancellationToken.None);
        return installation.Script;
    }
}
