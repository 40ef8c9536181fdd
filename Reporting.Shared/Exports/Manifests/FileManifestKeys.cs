using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Reporting.Exports.Manifests;

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
        if (!File.Exists(path))
        {
            await MakeAsync(cancellationToken);
        }

        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(await File.ReadAllTextAsync(path, cancellationToken));
            if (key.KeySize != 256)
            {
                throw new CryptographicException("it is not an EC P-256 key");
            }

            return key;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new InvalidOperationException($"The key file {path} (Exports:ManifestKeyFile) cannot be used: it must hold an EC P-256 private key as PEM.", exception);
        }
    }

    /// <summary>Written beside and linked into place, so that two processes that begin together end with the same key.</summary>
    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string beside = path + "." + RandomNumberGenerator.GetHexString(16, lowercase: true);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var stream = new StreamWriter(beside, options))
        {
            await stream.WriteAsync(key.ExportPkcs8PrivateKeyPem().AsMemory(), cancellationToken);
        }

        try
        {
            File.Move(beside, path, overwrite: false);
            ExportsLog.KeyMade(logger, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(beside); // Somebody else was faster.
        }
    }
}
