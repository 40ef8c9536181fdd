using Reporting.Exports.Manifests;
using Reporting.Local.CommandLine;

namespace Reporting.Local.Verify;

/// <summary>A schedule's deliveries as downloaded: <c>yyyy/MM/dd/...</c>, so that the order of paths is the order of time.</summary>
internal static class ChainFolder
{
    /// <summary>Checks the chain of manifests.</summary>
    /// <exception cref="UserErrorException">The folder is missing or holds no manifest.</exception>
    public static async Task<VerifyResult> VerifyAsync(string folder, ManifestKeySet keys, string? head, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            throw new UserErrorException($"There is no folder {folder} (--chain).");
        }

        List<SignedManifest> manifests = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*manifest.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            manifests.Add(await ManifestFiles.ReadAsync(path, Path.GetRelativePath(folder, path), cancellationToken));
        }

        return ManifestChain.Verify(manifests, keys, head);
    }
}
