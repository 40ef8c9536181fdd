using Azure;
using Azure.Data.Tables;

namespace Reporting.Tests.Storage.Comparison;

/// <summary>The same table in Azurite and in memory: does everything in both, and tells of each what came of it.</summary>
internal sealed class TwoTables(TableClient azurite, TableClient memory)
{
    // The versions that a row has had, the latest last, so that a condition names the same write in both. Azurite may give two rows of a transaction the same one.
    private readonly Dictionary<(string Partition, string Row), List<(ETag Azurite, ETag Memory)>> _versions = [];
    private readonly HashSet<ETag> _versionsInMemory = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Writes one row under the condition that it has its latest version (1), or the one before that (2) and so on, or any (0); and gives the two outcomes.</summary>
    public async Task<(string Azurite, string Memory)> WriteAsync(TableTransactionActionType type, TableEntity row, int age)
    {
        (ETag version, ETag versionInMemory) = VersionOf(row, age);
        (string outcome, ETag written) = await TryAsync(() => SendAsync(azurite, type, row, version));
        (string outcomeInMemory, ETag writtenInMemory) = await TryAsync(() => SendAsync(memory, type, row, versionInMemory));
        Note(row, written, writtenInMemory);
        return (outcome, outcomeInMemory);
    }

    /// <summary>Writes several in a transaction.</summary>
    public async Task<(string Azurite, string Memory)> WriteAsync(IReadOnlyList<(TableTransactionActionType Type, TableEntity Row, int Age)> actions)
    {
        (string outcome, ETag[]? written) = await TryAsync(() => SendAsync(azurite, actions.Select(action => new TableTransactionAction(action.Type, action.Row, VersionOf(action.Row, action.Age).Azurite))));
        (string outcomeInMemory, ETag[]? writtenInMemory) = await TryAsync(() => SendAsync(memory, actions.Select(action => new TableTransactionAction(action.Type, action.Row, VersionOf(action.Row, action.Age).Memory))));
        foreach (((_, TableEntity row, _), ETag version, ETag versionInMemory) in actions.Zip(written ?? [], writtenInMemory ?? []))
        {
            Note(row, version, versionInMemory);
        }

        return (outcome, outcomeInMemory);
    }

    /// <summary>Reads one row.</summary>
    public async Task<(string Azurite, string Memory)> FindAsync(string partitionKey, string rowKey, string[]? select)
    {
        return ((await TryAsync(() => ReadAsync(azurite))).Outcome, (await TryAsync(() => ReadAsync(memory))).Outcome);

        async Task<string> ReadAsync(TableClient table) => Text((await table.GetEntityAsync<TableEntity>(partitionKey, rowKey, select, Cancellation)).Value);
    }

    /// <summary>Reads all pages of a query.</summary>
    public async Task<(string Azurite, string Memory)> QueryAsync(string? filter, int? pageSize, string[]? select)
    {
        return ((await TryAsync(() => ReadAsync(azurite))).Outcome, (await TryAsync(() => ReadAsync(memory))).Outcome);

        async Task<string> ReadAsync(TableClient table) => string.Join(
            '\n', await table.QueryAsync<TableEntity>(filter, pageSize, select, Cancellation).AsPages().Select(page => "page: " + string.Join("; ", page.Values.Select(Text))).ToListAsync(Cancellation));
    }

    private (ETag Azurite, ETag Memory) VersionOf(TableEntity row, int age)
    {
        if (age == 0)
        {
            return (ETag.All, ETag.All);
        }

        var never = new ETag("W/\"datetime'2000-01-01T00%3A00%3A00.0000000Z'\"");
        List<(ETag, ETag)>? versions = _versions.GetValueOrDefault((row.PartitionKey, row.RowKey));
        return versions?.Count >= age ? versions[^age] : (never, never);
    }

    private void Note(TableEntity row, ETag written, ETag writtenInMemory)
    {
        if (written != default)
        {
            Assert.True(_versionsInMemory.Add(writtenInMemory), "A version came twice.");
            _versions.TryAdd((row.PartitionKey, row.RowKey), []);
            _versions[(row.PartitionKey, row.RowKey)].Add((written, writtenInMemory));
        }
    }

    private static async Task<ETag> SendAsync(TableClient table, TableTransactionActionType type, TableEntity row, ETag version)
    {
        Response response = type switch
        {
            TableTransactionActionType.Add => await table.AddEntityAsync(row, Cancellation),
            TableTransactionActionType.UpsertReplace => await table.UpsertEntityAsync(row, TableUpdateMode.Replace, Cancellation),
            TableTransactionActionType.UpsertMerge => await table.UpsertEntityAsync(row, TableUpdateMode.Merge, Cancellation),
            TableTransactionActionType.UpdateReplace => await table.UpdateEntityAsync(row, version, TableUpdateMode.Replace, Cancellation),
            TableTransactionActionType.UpdateMerge => await table.UpdateEntityAsync(row, version, TableUpdateMode.Merge, Cancellation),
            _ => await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, version, Cancellation),
        };

        // A delete of what is not there comes back as an answer.
        return response.IsError ? throw new RequestFailedException(response) : response.Headers.ETag.GetValueOrDefault();
    }

    private static async Task<ETag[]> SendAsync(TableClient table, IEnumerable<TableTransactionAction> actions) =>
        [.. (await table.SubmitTransactionAsync(actions, Cancellation)).Value.Select(response => response.Headers.ETag.GetValueOrDefault())];

    private static async Task<(string Outcome, T? Result)> TryAsync<T>(Func<Task<T>> send)
    {
        try
        {
            T result = await send();
            return (result as string ?? "done", result);
        }
        catch (RequestFailedException refusal)
        {
            return (string.Create(CultureInfo.InvariantCulture, $"{refusal.Status} {refusal.ErrorCode} {(refusal as TableTransactionFailedException)?.FailedTransactionActionIndex}"), default);
        }
    }

    // Times and versions are each service's own; that a row has them is not.
    private static string Text(TableEntity row) => string.Join(' ', row.OrderBy(property => property.Key, StringComparer.Ordinal).Select(property => property.Key switch
    {
        "Timestamp" or "odata.etag" => property.Key,
        _ => $"{property.Key}={property.Value switch
        {
            byte[] bytes => Convert.ToHexString(bytes),
            DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
            var value => Convert.ToString(value, CultureInfo.InvariantCulture),
        }}:{property.Value?.GetType().Name}",
    }));
}
