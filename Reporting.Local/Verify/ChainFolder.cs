using Reporting.Exports.Manifests;
using Reporting.Local.CommandLine;

namespace Reporting.Local.Verify;

/// <summary>A schedule's deliveries as downloaded, in a folder of any layout: the manifests give their order, not the file names.</summary>
internal static class ChainFolder
{
    // Links are not followed: they can lead round in circles, and out of the folder.
    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>Checks the chain of manifests, and each file that lies beside its manifest.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="keys">The public keys to trust.</param>
    /// <param name="head">Hash of the newest manifest, or null.</param>
    /// <param name="schedule">The schedule whose chain it must be, or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was found, and the files that are not there.</returns>
    /// <exception cref="UserErrorException">The folder is missing, or something in it cannot be read.</exception>
    public static async Task<(VerifyResult Result, IReadOnlyList<string> Missing)> VerifyAsync(
        string folder, ManifestKeySet keys, string? head, string? schedule, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            throw new UserErrorException($"There is no folder {folder} (--chain).");
        }

        List<SignedManifest> manifests = [];
        foreach (string path in FindManifests(folder))
        {
            manifests.Add(await DownloadedFiles.ReadManifestAsync(path, Path.GetRelativePath(folder, path), cancellationToken));
        }

        IReadOnlyList<SignedManifest> ordered = ManifestOrder.ByChain(manifests);
        VerifyResult chain = ManifestChain.Verify(ordered, keys, head, schedule);
        return chain.Passed ? await VerifyFilesAsync(folder, ordered, keys, chain, cancellationToken) : (chain, []);
    }

    private static string[] FindManifests(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, "*manifest.json", Below).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The folder {folder} (--chain) cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Files may have been deleted at the end of their retention, so a missing file is reported and does not fail the verification.</summary>
    private static async Task<(VerifyResult Result, IReadOnlyList<string> Missing)> VerifyFilesAsync(
        string folder, IReadOnlyList<SignedManifest> manifests, ManifestKeySet keys, VerifyResult chain,
        CancellationToken cancellationToken)
    {
        int verified = 0;
        int gaps = 0;
        var missing = new List<string>();
        foreach ((SignedManifest manifest, Manifest said) in manifests.Zip(chain.Manifests))
        {
            if (string.Equals(said.Kind, Manifest.Gap, StringComparison.Ordinal))
            {
                gaps++;
                continue;
            }

            string name = Path.Combine(Path.GetDirectoryName(manifest.Name) ?? "", Path.GetFileName(said.File));
            if (!File.Exists(Path.Combine(folder, name)))
            {
                missing.Add(name);
                continue;
            }

            await using Stream file = DownloadedFiles.Open(Path.Combine(folder, name));
            VerifyResult found = await ManifestVerifier.VerifyAsync(file, manifest, keys, cancellationToken);
            if (!found.Passed)
            {
                return (found with { Message = $"{name}: {found.Message}" }, []);
            }

            verified++;
        }

        string files = string.Create(
            CultureInfo.InvariantCulture,
            $" {verified} files as signed, {gaps} gaps{(missing.Count > 0 ? $", {missing.Count} files not here" : "")}.");
        return (chain with { Message = chain.Message + files }, missing);
    }
}
