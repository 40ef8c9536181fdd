using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Reporting.Metrics.Sums;
using Reporting.Storage;

namespace Reporting.Metrics.Days;

/// <summary>
/// Keeps each day's sums in a blob of its own, container <c>metrics</c>, name <c>days/yyyy-MM-dd</c>. What is known of the sums stands in the blob's metadata, so that content and state change in
/// one step and one listing tells the state of all days. Every write is conditional.
/// </summary>
internal sealed class DayStore(ReportingStorage storage, MetricNames names)
{
    private const string Prefix = "days/";
    private const string AsOf = "asof";
    private const string ChangedUntil = "changeduntil";
    private const string Rows = "rows";
    private const string LastRunAt = "lastrunat";
    private const string Version = "version";
    private readonly BlobContainerClient _container = storage.Blobs.GetBlobContainerClient(StorageNames.MetricsContainer);

    /// <summary>The state of every day that is known to have had rows.</summary>
    public async Task<IReadOnlyDictionary<DateOnly, StoredDay>> ListAsync(CancellationToken cancellationToken)
    {
        var days = new Dictionary<DateOnly, StoredDay>();
        await foreach (BlobItem blob in _container.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, Prefix, cancellationToken))
        {
            if (DateOnly.TryParseExact(blob.Name.AsSpan(Prefix.Length), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
            {
                days[day] = Describe(day, blob.Metadata, blob.Properties.ETag!.Value);
            }
        }

        return days;
    }

    /// <summary>A day's sums and their state; null when there are none.</summary>
    public async Task<(StoredDay State, DaySums Sums)?> ReadAsync(DateOnly day, CancellationToken cancellationToken)
    {
        try
        {
            Response<BlobDownloadResult> response = await BlobOf(day).DownloadContentAsync(cancellationToken);
            StoredDay state = Describe(day, response.Value.Details.Metadata, response.Value.Details.ETag);
            return state.AsOf is null ? null : (state, DaySumsCodec.Decode(response.Value.Content, names));
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Notes that rows of a day have changed with stamps before <paramref name="until"/>.</summary>
    public async Task MarkAsync(DateOnly day, StoredDay? known, DateTimeOffset until, CancellationToken cancellationToken)
    {
        while (known is null || !(known.ChangedUntil >= until))
        {
            try
            {
                var marked = new StoredDay(day, default, known?.AsOf, until, known?.Rows ?? 0, known?.LastRunAt);
                if (known is null)
                {
                    await UploadAsync(BinaryData.Empty, marked, ETag.All, isNew: true, cancellationToken);
                }
                else
                {
                    await BlobOf(day).SetMetadataAsync(MetadataOf(marked), new BlobRequestConditions { IfMatch = known.ETag }, cancellationToken);
                }

                return;
            }
            catch (RequestFailedException exception) when (exception.Status is 404 or 409 or 412)
            {
                known = await FindAsync(day, cancellationToken);
            }
        }
    }

    /// <summary>Stores sums that hold every change with a stamp before <paramref name="asOf"/>, unless there are later ones.</summary>
    public async Task WriteAsync(DaySums sums, DateTimeOffset asOf, StoredDay? known, CancellationToken cancellationToken)
    {
        BinaryData content = BinaryData.FromBytes(DaySumsCodec.Encode(sums, names));
        while (known?.AsOf is null || known.AsOf < asOf)
        {
            try
            {
                var next = new StoredDay(sums.Day, default, asOf, known?.ChangedUntil, sums.Rows, sums.LastRunAt);
                await UploadAsync(content, next, known?.ETag ?? ETag.All, known is null, cancellationToken);
                return;
            }
            catch (RequestFailedException exception) when (exception.Status is 404 or 409 or 412)
            {
                known = await FindAsync(sums.Day, cancellationToken);
            }
        }
    }

    /// <summary>Deletes a day's sums.</summary>
    public Task DeleteAsync(DateOnly day, CancellationToken cancellationToken) => BlobOf(day).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    private BlobClient BlobOf(DateOnly day) => _container.GetBlobClient(Prefix + UtcDays.Text(day));

    private async Task<StoredDay?> FindAsync(DateOnly day, CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties properties = await BlobOf(day).GetPropertiesAsync(cancellationToken: cancellationToken);
            return Describe(day, properties.Metadata, properties.ETag);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    private async Task UploadAsync(BinaryData content, StoredDay state, ETag etag, bool isNew, CancellationToken cancellationToken) => await BlobOf(state.Day).UploadAsync(
        content,
        new BlobUploadOptions
        {
            Metadata = MetadataOf(state),
            Conditions = isNew ? new BlobRequestConditions { IfNoneMatch = ETag.All } : new BlobRequestConditions { IfMatch = etag },
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/octet-stream" },
        },
        cancellationToken);

    private static Dictionary<string, string> MetadataOf(StoredDay state)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Version] = DaySumsCodec.Version.ToString(CultureInfo.InvariantCulture), [Rows] = state.Rows.ToString(CultureInfo.InvariantCulture),
        };
        BlobTimes.Add(metadata, AsOf, state.AsOf);
        BlobTimes.Add(metadata, ChangedUntil, state.ChangedUntil);
        BlobTimes.Add(metadata, LastRunAt, state.LastRunAt);
        return metadata;
    }

    // Sums of another version count as none.
    private static StoredDay Describe(DateOnly day, IDictionary<string, string> metadata, ETag etag)
    {
        bool isOurs = metadata.TryGetValue(Version, out string? version) && string.Equals(version, DaySumsCodec.Version.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        long rows = metadata.TryGetValue(Rows, out string? text) && long.TryParse(text, CultureInfo.InvariantCulture, out long number) ? number : 0;
        DateTimeOffset? asOf = isOurs ? BlobTimes.Find(metadata, AsOf) : null;
        return new StoredDay(day, etag, asOf, BlobTimes.Find(metadata, ChangedUntil), rows, BlobTimes.Find(metadata, LastRunAt));
    }
}

/// <summary>What is known of a day's sums.</summary>
/// <param name="Day">The day.</param>
/// <param name="ETag">The blob's version.</param>
/// <param name="AsOf">They hold every change with an earlier stamp; null when they have not been made yet.</param>
/// <param name="ChangedUntil">Rows have changed with stamps up to then, exclusive; null when that is not known.</param>
/// <param name="Rows">Rows that were read for them.</param>
/// <param name="LastRunAt">When the day's last run was asked for.</param>
internal sealed record StoredDay(DateOnly Day, ETag ETag, DateTimeOffset? AsOf, DateTimeOffset? ChangedUntil, long Rows, DateTimeOffset? LastRunAt)
{
    /// <summary>Whether nothing is known to have changed since.</summary>
    public bool IsCurrent => AsOf is { } asOf && !(ChangedUntil > asOf);
}

/// <summary>Times in a blob's metadata.</summary>
internal static class BlobTimes
{
    /// <summary>Adds a time, if there is one.</summary>
    public static void Add(IDictionary<string, string> metadata, string name, DateTimeOffset? time)
    {
        if (time is { } some)
        {
            metadata.Add(name, Rfc3339.Format(some));
        }
    }

    /// <summary>The time of this name, or null.</summary>
    public static DateTimeOffset? Find(IDictionary<string, string> metadata, string name) =>
        metadata.TryGetValue(name, out string? text) && Rfc3339.TryParse(text, out DateTimeOffset time) ? time : null;
}
