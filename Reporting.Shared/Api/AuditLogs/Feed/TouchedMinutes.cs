using Azure.Data.Tables;
using Reporting.Activity.Keys;
using Reporting.Activity.Records;
using Reporting.Storage;

namespace Reporting.Api.AuditLogs.Feed;

/// <summary>Finds the next minute in which audit events were written, so that quiet time costs nothing.</summary>
internal sealed class TouchedMinutes(ReportingStorage storage)
{
    private readonly TableClient _touched = storage.Tables.GetTableClient(StorageNames.Touched);

    /// <summary>The first such minute at or after that of <paramref name="from"/>, or null.</summary>
    public async Task<DateTimeOffset?> FindNextAsync(DateTimeOffset from, CancellationToken cancellationToken)
    {
        // Two queries, since one with "or" would make the service scan the table.
        string hour = ActivityKeys.TouchedPartition(AuditEvents.Table.Name, from);
        string end = AuditEvents.Table.Name + "-:"; // ':' follows '9'
        return await FirstAsync(TableClient.CreateQueryFilter($"PartitionKey eq {hour} and RowKey ge {ActivityKeys.TouchedMinute(from)}"), cancellationToken)
            ?? await FirstAsync(TableClient.CreateQueryFilter($"PartitionKey gt {hour} and PartitionKey lt {end}"), cancellationToken);
    }

    private async Task<DateTimeOffset?> FirstAsync(string filter, CancellationToken cancellationToken)
    {
        await foreach (TableEntity entry in _touched.QueryAsync<TableEntity>(filter, maxPerPage: 1, select: ["RowKey"], cancellationToken: cancellationToken))
        {
            return ActivityKeys.ParseHour(entry.RowKey.AsSpan(0, 10)).AddMinutes(int.Parse(entry.RowKey.AsSpan(10, 2), System.Globalization.CultureInfo.InvariantCulture));
        }

        return null;
    }
}
