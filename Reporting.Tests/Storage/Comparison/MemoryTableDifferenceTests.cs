using Azure;
using Azure.Data.Tables;
using Reporting.Tests.Storage.Memory;

namespace Reporting.Tests.Storage.Comparison;

/// <summary>The table service in memory answers what Azurite answers; else tests over it would show nothing.</summary>
public sealed class MemoryTableDifferenceTests(AzuriteServer azurite)
{
    private const int OperationsOfTable = 100;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_done_at_random_comes_out_as_in_Azurite()
    {
        string account = azurite.NewAccount();
        await using MemoryTableService memory = await MemoryTableService.StartAsync(account, TimeProvider.System, Cancellation);
        int tables = LongTests.Cases(100) / OperationsOfTable;
        for (int seed = 0; seed < tables; seed++)
        {
            var both = new TwoTables(await CreateAsync(account, seed), await CreateAsync(memory.ConnectionString, seed));
            var random = new Random(seed);
            var rows = new RandomRows(random);
            for (int operation = 0; operation < OperationsOfTable; operation++)
            {
                (string expected, string actual) = await DoAsync(both, random, rows);
                Assert.True(string.Equals(expected, actual, StringComparison.Ordinal), $"Operation {operation} of seed {seed}: {expected} in Azurite, {actual} in memory.");
            }

            (string stored, string storedInMemory) = await both.QueryAsync(null, null, null);
            Assert.Equal(stored, storedInMemory);
        }

        Assert.Empty(memory.Unknown);
    }

    [Fact]
    public async Task Tables_are_made_listed_and_deleted_as_in_Azurite()
    {
        string account = azurite.NewAccount();
        await using MemoryTableService memory = await MemoryTableService.StartAsync(account, TimeProvider.System, Cancellation);
        string expected = await TablesAsync(new TableServiceClient(account));
        Assert.Equal(expected, await TablesAsync(new TableServiceClient(memory.ConnectionString)));
        Assert.Contains("TableNotFound", expected, StringComparison.Ordinal);
        Assert.Empty(memory.Unknown);
    }

    private static Task<(string Azurite, string Memory)> DoAsync(TwoTables both, Random random, RandomRows rows)
    {
        switch (random.Next(10))
        {
            case < 4:
                return both.WriteAsync(rows.Type(), rows.Entity(rows.Partition(), rows.Row()), random.Next(3));
            case < 7:
                string partition = rows.Partition();
                return both.WriteAsync([.. rows.Rows(random.Next(1, 7)).Select(row => (Mostly(rows.Type()), rows.Entity(partition, row), random.Next(3)))]);
            case 7:
                return both.FindAsync(rows.Partition(), rows.Row(), rows.Select());
            default:
                return both.QueryAsync(rows.Filter(), random.Next(2) == 0 ? null : random.Next(1, 6), rows.Select());
        }

        // Transactions of conditions only would hardly ever go through.
        TableTransactionActionType Mostly(TableTransactionActionType type) => random.Next(3) == 0 ? type : TableTransactionActionType.UpsertMerge;
    }

    private static async Task<TableClient> CreateAsync(string account, int number)
    {
        var options = new TableClientOptions { Retry = { MaxRetries = 0 } };
        TableClient table = new TableServiceClient(account, options).GetTableClient(string.Create(CultureInfo.InvariantCulture, $"rows{number}"));
        await table.CreateAsync(Cancellation);
        return table;
    }

    private static async Task<string> TablesAsync(TableServiceClient service)
    {
        var seen = new List<string>();
        TableClient absent = service.GetTableClient("absent");
        foreach (string name in (string[])["second", "first", "third"])
        {
            await TryAsync(() => service.CreateTableAsync(name, Cancellation));
        }

        await TryAsync(() => service.CreateTableAsync("first", Cancellation));
        await TryAsync(() => service.CreateTableIfNotExistsAsync("first", Cancellation));
        await TryAsync(() => service.DeleteTableAsync("third", Cancellation));
        await TryAsync(() => absent.AddEntityAsync(new TableEntity("p", "r"), Cancellation));
        await TryAsync(() => absent.UpsertEntityAsync(new TableEntity("p", "r"), TableUpdateMode.Merge, Cancellation));
        await TryAsync(() => absent.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation));
        await TryAsync(() => absent.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "r"))], Cancellation));
        await TryAsync(async () => await absent.QueryAsync<TableEntity>(cancellationToken: Cancellation).ToListAsync(Cancellation));
        seen.AddRange(await service.QueryAsync(cancellationToken: Cancellation).Select(table => table.Name).ToListAsync(Cancellation));
        seen.AddRange(await service.QueryAsync("TableName eq 'second'", 1, Cancellation).Select(table => table.Name).ToListAsync(Cancellation));
        return string.Join('\n', seen);

        async Task TryAsync(Func<Task> send)
        {
            try
            {
                await send();
                seen.Add("done");
            }
            catch (RequestFailedException refusal)
            {
                seen.Add(string.Create(CultureInfo.InvariantCulture, $"{refusal.Status} {refusal.ErrorCode}"));
            }
        }
    }
}
