namespace Reporting.Exports.Manifests;

/// <summary>Keeps the private keys that sign manifests: Key Vault in Azure, a file elsewhere.</summary>
public interface IManifestKeys
{
    /// <summary>The key that signs now.</summary>
    Task<ManifestKey> GetCurrentAsync(CancellationToken cancellationToken);

    /// <summary>Signs a SHA-256 digest (32 bytes) with a key that <see cref="GetCurrentAsync"/> gave: r and s, 32 bytes each (RFC 7518 section 3.4).</summary>
    Task<byte[]> SignAsync(ManifestKey key, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken);

    /// <summary>Every public key, also those that sign no more, the current one first.</summary>
    Task<ManifestKeySet> ListAsync(CancellationToken cancellationToken);
}
