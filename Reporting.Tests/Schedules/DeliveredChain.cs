using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Reporting.Exports.Manifests;
using Reporting.Storage;

namespace Reporting.Tests.Schedules;

/// <summary>What a schedule has delivered: its blobs, by their names without the schedule's.</summary>
internal sealed class DeliveredChain(SortedDictionary<string, byte[]> blobs)
{
    private const string ManifestSuffix = ".manifest.json";

    /// <summary>Files, manifests and signatures.</summary>
    public SortedDictionary<string, byte[]> Blobs => blobs;

    /// <summary>The manifests in the order of their chain.</summary>
    public IReadOnlyList<SignedManifest> Signed => ManifestOrder.ByChain(blobs.Keys.Where(blob => blob.EndsWith(ManifestSuffix, StringComparison.Ordinal))
        .Select(blob => new SignedManifest(blob, blobs[blob], System.Text.Encoding.ASCII.GetString(blobs[blob + ".jws"]))));

    public static async Task<DeliveredChain> ReadAsync(ReportingStorage storage, string schedule, CancellationToken cancellationToken)
    {
        BlobContainerClient container = storage.Blobs.GetBlobContainerClient(StorageNames.ScheduledContainer);
        var blobs = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        await foreach (BlobItem item in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, schedule + "/", cancellationToken))
        {
            blobs.Add(item.Name[(schedule.Length + 1)..], (await container.GetBlobClient(item.Name).DownloadContentAsync(cancellationToken)).Value.Content.ToArray());
        }

        return new DeliveredChain(blobs);
    }

    /// <summary>The file that a manifest is about.</summary>
    public byte[] FileOf(SignedManifest signed) => blobs[FileName(signed)];

    /// <summary>The manifests, after the chain up to its head, and each file, was found to be as signed, and nothing else was there.</summary>
    public async Task<List<Manifest>> VerifiedAsync(ManifestKeySet keys, string? head, CancellationToken cancellationToken)
    {
        IReadOnlyList<SignedManifest> ordered = Signed;
        VerifyResult chain = ManifestChain.Verify(ordered, keys, head);
        Assert.True(chain.Passed, chain.Message);
        var manifests = new List<Manifest>();
        foreach (SignedManifest signed in ordered)
        {
            Manifest manifest = Manifest.Parse(signed.Content.Span);
            manifests.Add(manifest);
            if (manifest.Kind == Manifest.Export)
            {
                Assert.Equal(manifest.File, Path.GetFileName(FileName(signed)));
                VerifyResult found = await ManifestVerifier.VerifyAsync(new MemoryStream(FileOf(signed)), signed, keys, cancellationToken);
                Assert.True(found.Passed, found.Message);
            }
            else
            {
                Assert.DoesNotContain(FileName(signed), blobs.Keys);
            }
        }

        // Nothing but the files, manifests and signatures of the chain.
        Assert.Equal((manifests.Count(manifest => manifest.Kind == Manifest.Export) * 3) + (manifests.Count(manifest => manifest.Kind == Manifest.Gap) * 2), blobs.Count);
        return manifests;
    }

    private static string FileName(SignedManifest signed) => signed.Name[..^ManifestSuffix.Length];
}
