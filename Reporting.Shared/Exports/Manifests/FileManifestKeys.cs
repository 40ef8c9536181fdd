using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Reporting.Storage.Keys;

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

/// <summary>The key in a file (PEM, PKCS #8), made on first use and readable by its owner only.</summary>
public sealed class FileManifestKeys(string path, ILogger<FileManifestKeys> logger) : IManifestKeys, IDisposable
{
    private readonly SemaphoreSlim _loading = new(1);
    private ECDsa? _key;
    private ManifestKey? _public;

    /// <inheritdoc/>
    public async Task<ManifestKey> GetCurrentAsync(CancellationToken cancellationToken)
    {
        if (_public is { } known)
        {
            return known;
        }

        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (_public is null)
            {
                _key = await LoadAsync(cancellationToken);
                _public = ManifestKey.Of(_key.ExportParameters(includePrivateParameters: false).Q);
            }

            return _public;
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]> SignAsync(ManifestKey key, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken)
    {
        await GetCurrentAsync(cancellationToken);
        lock (_key!)
        {
            return _key.SignHash(digest.Span);
        }
    }

    /// <inheritdoc/>
    public async Task<ManifestKeySet> ListAsync(CancellationToken cancellationToken) => new([await GetCurrentAsync(cancellationToken)]);

    /// <inheritdoc/>
    public void Dispose()
    {
        _key?.Dispose();
        _loading.Dispose();
    }

    private async Task<ECDsa> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            (ECDsa key, bool made) = await SigningKeyFile.LoadOrMakeAsync(path, cancellationToken);
            if (made)
            {
                FileManifestKeysLog.KeyMade(logger, path);
            }

            return key;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            throw new InvalidOperationException($"The key file {path} (Exports:ManifestKeyFile) cannot be used: it must hold an EC P-256 private key as PEM.", exception);
        }
    }
}

/// <summary>What the key in a file logs.</summary>
internal static partial class FileManifestKeysLog
{
    [LoggerMessage(3004, LogLevel.Information, "Made the key that signs manifests in {File}.")]
    public static partial void KeyMade(ILogger logger, string file);
}
