using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reporting.Activity.Retention;
using Reporting.Storage;
using Reporting.Telemetry;

namespace Reporting.Schedules.Retention;

/// <summary>
/// Deletes delivered files that have stood in the container <c>scheduled</c> for <c>Schedules:FileRetentionDays</c>. Manifests and their signatures are never touched, so a
/// schedule's chain stays whole; and a file without a manifest is one that is still being delivered.
/// </summary>
internal sealed class ScheduledFileRetention(
    ReportingStorage storage, IOptions<SchedulesOptions> options, ReportingMeter meter, TimeProvider time, ILogger<ScheduledFileRetention> logger)
{
    private readonly BlobContainerClient _container = storage.Blobs.GetBlobContainerClient(StorageNames.ScheduledContainer);

    public async Task RunAsync(RetentionBudget budget, CancellationToken cancellationToken)
    {
        if (options.Value.FileRetentionDays == 0)
        {
            return;
        }

        DateTimeOffset before = time.GetUtcNow().AddDays(-options.Value.FileRetentionDays);
        await foreach (BlobItem blob in _container.GetBlobsAsync(cancellationToken: cancellationToken))
        {
            if (budget.IsSpent)
            {
                return;
            }

            if (!ScheduledNames.IsEvidence(blob.Name) && blob.Properties.LastModified < before && await IsAnnouncedAsync(blob.Name, cancellationToken))
            {
                await DeleteAsync(blob, cancellationToken);
                budget.Spend(1);
            }
        }
    }

    private async Task<bool> IsAnnouncedAsync(string file, CancellationToken cancellationToken) =>
        await _container.GetBlobClient(ScheduledNames.Manifest(file)).ExistsAsync(cancellationToken);

    private async Task DeleteAsync(BlobItem blob, CancellationToken cancellationToken)
    {
        try
        {
            var asSeen = new BlobRequestConditions { IfMatch = blob.Properties.ETag };
            await _container.GetBlobClient(blob.Name).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, asSeen, cancellationToken);
            meter.FileDeleted("scheduled");
            RetentionRunLog.FileDeleted(logger, blob.Name);
        }
        catch (RequestFailedException exception) when (exception.Status == 412)
        {
            // Delivered anew this moment: it is young again.
        }
    }
}
