using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using Microsoft.Extensions.Options;
using Reporting.Exports.Jobs;
using Reporting.Storage;

namespace Reporting.Exports.Files;

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
