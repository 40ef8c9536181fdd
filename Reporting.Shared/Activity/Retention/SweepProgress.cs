using Azure;
using Azure.Data.Tables;
using Reporting.Storage;

namespace Reporting.Activity.Retention;

/// <summary>
/// Where the last run's sweep stopped, in the table <c>settings</c>. It saves looking again at what is empty; were it lost, the next sweep would begin anew
/// and delete just the same.
/// </summary>
internal sealed class SweepProgress(ReportingStorage storage)
{
    private const string Row = "sweep";
    private readonly TableClient _settings = storage.Tables.GetTableClient(StorageNames.Settings);

    /// <summary>Where to go on, or null to begin at the beginning.</summary>
    public async Task<SweepPosition?> ReadAsync(CancellationToken cancellationToken) =>
        await FindAsync(cancellationToken) is { } row && row.GetString("part") is { Length: > 0 } part ? new SweepPosition(part, row.GetString("from") ?? "") : null;

    /// <summary>Notes where a run stopped, or null that it came to its end. Of two runs at once either's note will do.</summary>
    public async Task WriteAsync(SweepPosition? position, CancellationToken cancellationToken)
    {
        TableEntity? stored = await FindAsync(cancellationToken);
        if (stored is null && position is null)
        {
            return;
        }

        TableEntity next = stored ?? new TableEntity(ActivityAvailability.Partition, Row);
        (next["part"], next["from"]) = (position?.Part ?? "", position?.From ?? "");
        _ = stored is null
            ? await ConditionalWrites.InsertAsync(_settings, next, cancellationToken)
            : await ConditionalWrites.ReplaceAsync(_settings, next, stored.ETag, cancellationToken);
    }

    private async Task<TableEntity?> FindAsync(CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> response = await _settings.GetEntityIfExistsAsync<TableEntity>(ActivityAvailability.Partition, Row, cancellationToken: cancellationToken);
        return response.HasValue ? response.Value : null;
    }
}
