using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Azure;
using Azure.Data.Tables;

namespace Reporting.Tests.Storage.Memory;

/// <summary>Where Azurite is laxer than the service, or does not matter: the table service in memory takes what the service takes, and says what it does not know.</summary>
public sealed class MemoryTableServiceTests(AzuriteServer azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_transaction_has_one_partition_each_row_once_and_a_hundred_operations()
    {
        await using MemoryTableService memory = await MemoryTableService.StartAsync(azurite.NewAccount(), TimeProvider.System, Cancellation);
        TableClient table = await MemoryTableDifferenceTests.CreateAsync(memory.ConnectionString, 1);
        Assert.Equal("400 CommandsInBatchActOnDifferentPartitions 1", await RefusalAsync(table, ("p", "1"), ("q", "2")));
        Assert.Equal("400 InvalidDuplicateRow 2", await RefusalAsync(table, ("p", "1"), ("p", "2"), ("p", "1")));
        Assert.Equal("400 InvalidInput 99", await RefusalAsync(table, [.. Enumerable.Range(0, 101).Select(row => ("p", row.ToString(CultureInfo.InvariantCulture)))]));
        Assert.Empty(await table.QueryAsync<TableEntity>(cancellationToken: Cancellation).ToListAsync(Cancellation));
    }

    [Theory]
    [InlineData("number eq 1L")]
    [InlineData("startswith(text, 'a')")]
    [InlineData("not number eq 1")]
    [InlineData("1 eq number")]
    [InlineData("number eq 1 and")]
    [InlineData("(number eq 1")]
    [InlineData("text eq 'a")]
    [InlineData("flag")]
    [InlineData("number eq guid'11111111-2222-3333-4444-555555555555'")]
    public async Task What_it_does_not_know_it_says(string filter)
    {
        await using MemoryTableService memory = await MemoryTableService.StartAsync(azurite.NewAccount(), TimeProvider.System, Cancellation);
        TableClient table = await MemoryTableDifferenceTests.CreateAsync(memory.ConnectionString, 1);
        await table.AddEntityAsync(new TableEntity("p", "r") { ["number"] = 1, ["text"] = "a", ["flag"] = true }, Cancellation);
        RequestFailedException refusal = await Assert.ThrowsAsync<RequestFailedException>(async () => await table.QueryAsync<TableEntity>(filter, cancellationToken: Cancellation).ToListAsync(Cancellation));
        Assert.Equal(501, refusal.Status);
        Assert.Single(memory.Unknown);
    }

    [Fact]
    public async Task Writers_that_race_for_a_version_win_it_once()
    {
        await using MemoryTableService memory = await MemoryTableService.StartAsync(azurite.NewAccount(), TimeProvider.System, Cancellation);
        TableClient table = await MemoryTableDifferenceTests.CreateAsync(memory.ConnectionString, 1);
        await table.AddEntityAsync(new TableEntity("p", "r") { ["count"] = 0 }, Cancellation);
        await Parallel.ForAsync(0, 8, Cancellation, async (_, _) =>
        {
            for (int won = 0; won < 25;)
            {
                TableEntity row = await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation);
                row["count"] = (int)row["count"] + 1;
                try
                {
                    await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Cancellation);
                    won++;
                }
                catch (RequestFailedException refusal) when (refusal.Status == 412)
                {
                    // Another one was faster.
                }
            }
        });
        Assert.Equal(200, (await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation)).Value["count"]);
    }

    [Fact]
    public async Task Rows_come_with_their_types_or_without_as_asked()
    {
        await using MemoryTableService memory = await MemoryTableService.StartAsync(azurite.NewAccount(), TimeProvider.System, Cancellation);
        TableClient table = await MemoryTableDifferenceTests.CreateAsync(memory.ConnectionString, 1);
        using var http = new HttpClient();
        using var row = new StringContent("""{"PartitionKey":"p","RowKey":"r","large":"5","large@odata.type":"Edm.Int64"}""");
        using HttpResponseMessage inserted = await http.PostAsync(table.Uri + "?$format=application/json", row, Cancellation);
        Assert.Equal(HttpStatusCode.Created, inserted.StatusCode);
        string expected = $$"""{"odata.metadata":"{{table.Uri.OriginalString.Replace("/rows1", "/$metadata#rows1/@Element", StringComparison.Ordinal)}}","odata.etag":"W/\"datetime""";
        Assert.StartsWith(expected, await inserted.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Contains("""'\"","PartitionKey":"p","RowKey":"r","Timestamp":""", await inserted.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.EndsWith(""","large@odata.type":"Edm.Int64","large":"5"}""", await inserted.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);

        using var merge = new HttpRequestMessage(new HttpMethod("MERGE"), table.Uri + "(PartitionKey='p',RowKey='r')?$format=application/json") { Content = new StringContent("""{"text":"a"}""") };
        using HttpResponseMessage merged = await http.SendAsync(merge, Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, merged.StatusCode);

        using var query = new HttpRequestMessage(HttpMethod.Get, table.Uri + "()?$select=large,text") { Headers = { Accept = { MediaTypeWithQualityHeaderValue.Parse("application/json;odata=nometadata") } } };
        using HttpResponseMessage found = await http.SendAsync(query, Cancellation);
        Assert.Equal("""{"value":[{"large":"5","text":"a"}]}""", await found.Content.ReadAsStringAsync(Cancellation));
        Assert.Empty(memory.Unknown);
    }

    private static async Task<string> RefusalAsync(TableClient table, params (string Partition, string Row)[] keys)
    {
        TableTransactionFailedException refusal = await Assert.ThrowsAsync<TableTransactionFailedException>(() =>
            table.SubmitTransactionAsync(keys.Select(key => new TableTransactionAction(TableTransactionActionType.UpsertReplace, new TableEntity(key.Partition, key.Row))), Cancellation));
        return string.Create(CultureInfo.InvariantCulture, $"{refusal.Status} {refusal.ErrorCode} {refusal.FailedTransactionActionIndex}");
    }
}
