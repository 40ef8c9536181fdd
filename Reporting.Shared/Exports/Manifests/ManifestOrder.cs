using System.Security.Cryptography;

namespace Reporting.Exports.Manifests;

/// <summary>Puts downloaded manifests into the order of their chain: by what each names as the one before it, whatever their files are called.</summary>
public static class ManifestOrder
{
    /// <summary>
    /// The manifests, each behind the one that it names. Where one is missing the chain goes on with those behind the gap, and what is no
    /// manifest comes last: <see cref="ManifestChain.Verify"/> tells the first fault of that order.
    /// </summary>
    public static IReadOnlyList<SignedManifest> ByChain(IEnumerable<SignedManifest> manifests)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        Link[] links = [.. manifests.Select(LinkOf)];
        ILookup<string, Link> followers = links.ToLookup(link => link.Previous, StringComparer.OrdinalIgnoreCase);
        HashSet<string> known = new(links.Select(link => link.Hash), StringComparer.OrdinalIgnoreCase);
        var ordered = new List<SignedManifest>(links.Length);
        var open = new Stack<Link>(links.Where(link => !known.Contains(link.Previous)).OrderByDescending(link => link.Previous.Length == 0 ? 0 : 1));
        var seen = new HashSet<SignedManifest>(ReferenceEqualityComparer.Instance);
        while (open.TryPop(out Link? link))
        {
            if (seen.Add(link.Manifest))
            {
                ordered.Add(link.Manifest);
                foreach (Link follower in followers[link.Hash])
                {
                    open.Push(follower);
                }
            }
        }

        return ordered;
    }

    private static Link LinkOf(SignedManifest manifest)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(manifest.Content.Span));
        try
        {
            return new Link(manifest, hash, Manifest.Parse(manifest.Content.Span).PreviousManifestSha256 ?? "");
        }
        catch (JsonException)
        {
            return new Link(manifest, hash, "?");
        }
    }

    private sealed record Link(SignedManifest Manifest, string Hash, string Previous);
}
