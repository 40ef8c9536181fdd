using Azure;
using Azure.Data.Tables;
using Reporting.Storage;

namespace Reporting.Tests.Faults;

/// <summary>
/// Storage under every fault of the proxy; and the two faults that must really happen, because a test whose fault does not happen passes: a response that is lost after the write, and a cut.
/// </summary>
public sealed class FaultProxyTests(AzuriteServer azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lost_response_is_a_write_that_happened_and_a_caller_that_does_not_know()
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(azurite.NewAccount(), Cancellation);
        TableClient table = await TableAsync(ReportingStorageFactory.Create(proxy.ConnectionString));
        proxy.Add(request => request.IsInsert("rows", "row"), KnownFaults.LostResponse, times: 1);

        // The client library tries again and meets its own row.
        var conflict = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("part", "row"), Cancellation));
        Assert.Equal(409, conflict.Status);
        Assert.True((await table.GetEntityIfExistsAsync<TableEntity>("part", "row", cancellationToken: Cancellation)).HasValue);
    }

    public static TheoryData<string> Names => [.. KnownFaults.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_fault_that_comes_once_is_survived_by_a_read(string name)
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(azurite.NewAccount(), Cancellation);
        TableClient table = await TableAsync(Impatient(proxy));
        await table.AddEntityAsync(new TableEntity("part", "row") { ["text"] = "kept" }, Cancellation);
        int hit = 0;
        proxy.Add(
            request => request.Method is "GET",
            exchange =>
            {
                hit++;
                return KnownFaults.All[name](exchange);
            },
            times: 1);

        Assert.Equal("kept", (await table.GetEntityAsync<TableEntity>("part", "row", cancellationToken: Cancellation)).Value.GetString("text"));
        Assert.Equal(1, hit);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_write_under_a_condition_survives_each_fault_and_happens_once(string name)
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(azurite.NewAccount(), Cancellation);
        TableClient table = await TableAsync(Impatient(proxy));
        proxy.Add(request => request.IsInsert("rows", "row"), KnownFaults.All[name], times: 1);
        ConditionalWrite inserted = await ConditionalWrites.InsertAsync(table, new TableEntity("part", "row") { ["number"] = 1 }, Cancellation);
        Assert.True(inserted.Done);

        proxy.Clear();
        proxy.Add(request => request.IsWrite && request.Target.StartsWith("/rows(", StringComparison.Ordinal), KnownFaults.All[name], times: 1);
        TableEntity row = await table.GetEntityAsync<TableEntity>("part", "row", cancellationToken: Cancellation);
        row["number"] = 2;
        Assert.True((await ConditionalWrites.ReplaceAsync(table, row, row.ETag, Cancellation)).Done);
        row["number"] = 3;
        Assert.False((await ConditionalWrites.ReplaceAsync(table, row, inserted.ETag, Cancellation)).Done);
        Assert.Equal(2, (await table.GetEntityAsync<TableEntity>("part", "row", cancellationToken: Cancellation)).Value.GetInt32("number"));
    }

    [Fact]
    public async Task A_cut_proxy_carries_out_what_is_under_way_and_takes_nothing_more()
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(azurite.NewAccount(), Cancellation);
        TableClient table = await TableAsync(Impatient(proxy));
        HoldPoint held = proxy.HoldAfter(request => request.IsInsert("rows", "under-way"));
        using var patience = new CancellationTokenSource();
        Task write = table.AddEntityAsync(new TableEntity("part", "under-way"), patience.Token);
        await held.Reached.WaitAsync(Cancellation);
        proxy.Cut();
        patience.CancelAfter(TimeSpan.FromSeconds(1));
        int seen = proxy.Requests;

        await Assert.ThrowsAnyAsync<Exception>(() => write);
        Assert.Equal(seen, proxy.Requests);
    }

    // Gives a try up after a second, so that faults without an answer do not take long.
    private static ReportingStorage Impatient(FaultProxy proxy) =>
        ReportingStorageFactory.Create(new StorageConnection { ConnectionString = proxy.ConnectionString, TryTimeout = TimeSpan.FromSeconds(1) });

    private static async Task<TableClient> TableAsync(ReportingStorage storage)
    {
        await storage.Tables.CreateTableAsync("rows", Cancellation);
        return storage.Tables.GetTableClient("rows");
    }
}
