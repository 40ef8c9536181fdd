using System.Security.Cryptography;
using Reporting.Exports.Jobs;

namespace Reporting.Exports.Manifests;

/// <summary>Checks the manifests of a schedule: each names the hash of the one before, so that none can be taken out unseen.</summary>
public static class ManifestChain
{
    /// <summary>Checks a whole chain, from its first manifest on.</summary>
    /// <param name="manifests">The manifests, oldest first.</param>
    /// <param name="keys">The public keys to trust.</param>
    /// <param name="head">Lower-case hex SHA-256 of the newest manifest, from the schedule or the audit log; null when it is not known, and then it cannot be seen whether the end was cut off.</param>
    /// <param name="demanded">The schedule whose chain it must be; null for whichever it is.</param>
    public static VerifyResult Verify(IReadOnlyList<SignedManifest> manifests, ManifestKeySet keys, string? head, string? demanded = null)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        if (manifests.Count == 0)
        {
            return VerifyResult.Refuse("There is no manifest.");
        }

        string? previous = null;
        string? schedule = demanded;
        var read = new List<Manifest>(manifests.Count);
        foreach (SignedManifest signed in manifests)
        {
            if (ManifestVerifier.TryRead(signed, keys, out Manifest? manifest) is { } fault)
            {
                return fault;
            }

            if (!string.Equals(manifest!.PreviousManifestSha256, previous, StringComparison.OrdinalIgnoreCase))
            {
                return VerifyResult.Refuse(previous is null
                    ? $"{signed.Name} names a manifest before it, which is missing."
                    : $"{signed.Name} does not follow the manifest before it: one between them is missing, or their order was changed.");
            }

            if (ExportSlot.Find(manifest.Schedule)?.Schedule is not { } name)
            {
                return VerifyResult.Refuse($"{signed.Name} is of no schedule: a single export is no chain. Check it with FILE and MANIFEST.");
            }

            if (schedule is not null && !string.Equals(name, schedule, StringComparison.Ordinal))
            {
                return VerifyResult.Refuse($"{signed.Name} is of the schedule {name}, not of {schedule}.");
            }

            schedule = name;
            read.Add(manifest);
            previous = Convert.ToHexStringLower(SHA256.HashData(signed.Content.Span));
        }

        if (head is not null && !string.Equals(head, previous, StringComparison.OrdinalIgnoreCase))
        {
            return VerifyResult.Refuse($"{manifests[^1].Name} is not the newest manifest of the schedule: one or more are missing at the end.");
        }

        return new VerifyResult(true, string.Create(CultureInfo.InvariantCulture, $"{manifests.Count} manifests, unbroken."))
        {
            Manifests = read,
            Note = head is null ? "Whether manifests are missing at the end cannot be seen without the newest one's hash (--head)." : null,
        };
    }
}
