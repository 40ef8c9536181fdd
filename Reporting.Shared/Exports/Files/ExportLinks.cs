using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using Microsoft.Extensions.Options;
using Reporting.Exports.Jobs;
using Reporting.Storage;

namespace Reporting.Exports.Files;

/// <summary>Makes download links.</summary>
public interface IExportLinks
{
    /// <summary>A fresh link to a SUCCESSFUL job's file.</summary>
    Task<ExportLink> CreateFileLinkAsync(ExportJob job, CancellationToken cancellationToken);

    /// <summary>A fresh link to the manifest of a job that was SUCCESSFUL.</summary>
    Task<ExportLink> CreateManifestLinkAsync(ExportJob job, CancellationToken cancellationToken);

    /// <summary>A link to the manifest's detached signature.</summary>
    Task<ExportLink> CreateSignatureLinkAsync(ExportJob job, CancellationToken cancellationToken);
}

/// <summary>A link to a blob that works without a token for a while. Never stored, never logged.</summary>
/// <param name="Url">The address with its signature.</param>
/// <param name="ExpiresAt">When it stops working, UTC.</param>
public sealed record ExportLink(Uri Url, DateTimeOffset ExpiresAt)
{
    /// <summary>Without the signature, so that it does not reach a log by accident.</summary>
    public override string ToString() => Url.GetLeftPart(UriPartial.Path);
}

/// <summary>
/// Makes download links: a shared access signature (SAS) for one blob, read only, for some minutes, by https where the account has it.
/// Signed with the account's key where the client has one (Azurite), else with a user delegation key of the managed identity.
/// </summary>
internal sealed class ExportLinks : IExportLinks, IDisposable
{
    private readonly ExportFiles _files;
    private readonly TimeProvider _time;
    private readonly TimeSpan _lifetime;
    private readonly DelegationKeys _keys;

    public ExportLinks(ExportFiles files, ReportingStorage storage, IOptions<ExportsOptions> options, TimeProvider time)
    {
        _files = files;
        _time = time;
        _lifetime = TimeSpan.FromMinutes(options.Value.LinkMinutes);
        _keys = new DelegationKeys(storage.Blobs, time, _lifetime);
    }

    public Task<ExportLink> CreateFileLinkAsync(ExportJob job, CancellationToken cancellationToken) =>
        CreateAsync(job.FileName, ExportNames.Attachment(job.FileName), cancellationToken);

    public Task<ExportLink> CreateManifestLinkAsync(ExportJob job, CancellationToken cancellationToken) =>
        CreateAsync(ExportNames.Manifest(job.Id), ExportNames.Attachment(job.FileName) + ".manifest.json", cancellationToken);

    public Task<ExportLink> CreateSignatureLinkAsync(ExportJob job, CancellationToken cancellationToken) =>
        CreateAsync(ExportNames.Signature(job.Id), ExportNames.Attachment(job.FileName) + ".manifest.json.jws", cancellationToken);

    public void Dispose() => _keys.Dispose();

    private async Task<ExportLink> CreateAsync(string blobName, string attachment, CancellationToken cancellationToken)
    {
        BlockBlobClient blob = _files.Blob(blobName);
        DateTimeOffset expires = ExportTime.Truncate(_time.GetUtcNow() + _lifetime);
        DateTimeOffset expiresAt = expires.AddMilliseconds(-expires.Millisecond); // A SAS holds whole seconds.
        var signature = new BlobSasBuilder(BlobSasPermissions.Read, expiresAt)
        {
            BlobContainerName = blob.BlobContainerName,
            BlobName = blob.Name,
            Resource = "b",
            ContentDisposition = $"attachment; filename=\"{attachment}\"",
            Protocol = string.Equals(blob.Uri.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal) ? SasProtocol.Https : SasProtocol.HttpsAndHttp,
        };
        Uri url = blob.CanGenerateSasUri
            ? blob.GenerateSasUri(signature)
            : new BlobUriBuilder(blob.Uri) { Sas = signature.ToSasQueryParameters(await _keys.GetAsync(cancellationToken), blob.AccountName) }.ToUri();
        return new ExportLink(url, expiresAt);
    }
}

/// <summary>Keeps the user delegation key that signs links where there is no account key; it outlives every link that it signs.</summary>
/// <param name="blobs">The account's blob service.</param>
/// <param name="time">The clock.</param>
/// <param name="longestLink">How long a link works.</param>
internal sealed class DelegationKeys(BlobServiceClient blobs, TimeProvider time, TimeSpan longestLink) : IDisposable
{
    // The service gives keys for at most 7 days; a link works for at most one.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private UserDelegationKey? _key;

    /// <summary>A key that is good for longer than any link made now.</summary>
    public async Task<UserDelegationKey> GetAsync(CancellationToken cancellationToken)
    {
        if (_key is { } current && IsLongEnough(current))
        {
            return current;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_key is not { } known || !IsLongEnough(known))
            {
                DateTimeOffset now = time.GetUtcNow();
                _key = await blobs.GetUserDelegationKeyAsync(now - ClockDifference, now + Lifetime, cancellationToken);
            }

            return _key;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private bool IsLongEnough(UserDelegationKey key) => key.SignedExpiresOn > time.GetUtcNow() + longestLink + ClockDifference;
}
