using System.Globalization;
using Reporting.Exports.Manifests;
using Reporting.Local.CommandLine;

namespace Reporting.Local.Verify;

/// <summary>A schedule's deliveries as downloaded, below a folder of any shape: what follows what is told by the manifests, not by names.</summary>
internal static class ChainFolder
{
    /// <summary>Checks the chain of manifests, and each file that lies beside its manifest.</summary>
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

        VerifyResult chain = ManifestChain.Verify(ManifestOrder.ByChain(manifests), keys, head);
        return chain.Passed ? await VerifyFilesAsync(folder, manifests, keys, chain, cancellationToken) : chain;
    }

    /// <summary>Files may have been deleted at the end of their retention, so one that is missing is counted, not refused.</summary>
    private static async Task<VerifyResult> VerifyFilesAsync(
        string folder, List<SignedManifest> manifests, ManifestKeySet keys, VerifyResult chain, CancellationToken cancellationToken)
    {
        int verified = 0;
        int missing = 0;
        int gaps = 0;
        foreach (SignedManifest manifest in manifests)
        {
            Manifest said = Manifest.Parse(manifest.Content.Span);
            if (string.Equals(said.Kind, Manifest.Gap, StringComparison.Ordinal))
            {
                gaps++;
                continue;
            }

            string path = Path.Combine(folder, Path.GetDirectoryName(manifest.Name) ?? "", Path.GetFileName(said.File));
            if (!File.Exists(path))
            {
                missing++;
                continue;
            }

            await using Stream file = ManifestFiles.Open(path);
            VerifyResult found = await ManifestVerifier.VerifyAsync(file, manifest, keys, cancellationToken);
            if (!found.Passed)
            {
                return found with { Message = $"{Path.GetRelativePath(folder, path)}: {found.Message}" };
            }

            verified++;
        }

        string files = string.Create(
            CultureInfo.InvariantCulture, $" {verified} files as signed, {gaps} gaps{(missing > 0 ? $", {missing} files not here" : "")}.");
        return chain with { Message = chain.Message + files };
    }
}
