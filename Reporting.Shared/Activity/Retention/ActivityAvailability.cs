using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using Reporting.Storage;

namespace Reporting.Activity.Retention;

/// <summary>
/// From when on the log is whole. Two things say so: the setting, and a mark in the table <c>settings</c> that is set before anything is deleted and never
/// goes back; so what is said stays true also when the setting is raised later or taken away.
/// </summary>
public sealed class ActivityAvailability(ReportingStorage storage, IOptions<ActivityOptions> options)
{
    /// <summary>PartitionKey of all that retention keeps in <c>settings</c>.</summary>
    internal const string Partition = "retention";

    private const string Row = "activity";
    private const string DeletedBefore = "deletedBefore";
    private readonly TableClient _settings = storage.Tables.GetTableClient(StorageNames.Settings);

    /// <summary>The first time of which the log at <paramref name="now"/> is whole, UTC; null when nothing was ever deleted and nothing is to be.</summary>
    public async Task<DateTimeOffset?> GetAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        DateTimeOffset? configured = options.Value.AvailableFrom(now);
        DateTimeOffset? marked = MarkOf(await ReadAsync(cancellationToken));
        return marked is null || configured > marked ? configured : marked;
    }

    /// <summary>Says that from here on anything before <paramref name="before"/> may be gone.</summary>
    internal async Task AnnounceAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        while (true)
        {
            TableEntity? stored = await ReadAsync(cancellationToken);
            if (MarkOf(stored) >= before)
            {
                return;
            }

            TableEntity next = stored ?? new TableEntity(Partition, Row);
            next[DeletedBefore] = Rfc3339.Format(before);
            ConditionalWrite write = stored is null
                ? await ConditionalWrites.InsertAsync(_settings, next, cancellationToken)
                : await ConditionalWrites.ReplaceAsync(_settings, next, stored.ETag, cancellationToken);
            if (write.Done)
            {
                return;
            }
        }
    }

    private static DateTimeOffset? MarkOf(TableEntity? row) =>
        row is not null && Rfc3339.TryParse(row.GetString(DeletedBefore), out DateTimeOffset mark) ? mark : null;

    private async Task<TableEntity?> ReadAsync(CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> response = await _settings.GetEntityIfExistsAsync<TableEntity>(Partition, Row, cancellationToken: cancellationToken);
        return response.HasValue ? response.Value : null;
    }
}

/// <summary>A range of event time that an export reads; none of its hours may be deleted.</summary>
/// <param name="Since">Start, inclusive, UTC.</param>
/// <param name="Until">End, exclusive, UTC.</param>
public sealed record KeptRange(DateTimeOffset Since, DateTimeOffset Until)
{
    /// <summary>Whether the range has a part of the hour that begins at <paramref name="hour"/>.</summary>
    public bool Covers(DateTimeOffset hour) => Since < hour.AddHours(1) && Until > hour;
}
