using Azure;
using Azure.Data.Tables;
using Reporting.Storage;
using Reporting.Tests.Activity;

namespace Reporting.Tests.Storage;

public sealed class ConditionalWritesTests(AzuriteServer azurite)
{
    private readonly RecordingPolicy _policy = new();

    [Fact]
    public async Task The_second_insert_of_a_key_is_told_what_stands_there()
    {
        TableClient table = await TableAsync();
        Assert.True((await ConditionalWrites.InsertAsync(table, Row("mine"), Cancel)).Done);
        ConditionalWrite second = await ConditionalWrites.InsertAsync(table, Row("other"), Cancel);
        Assert.False(second.Done);
        Assert.Equal("mine", second.Stored!.GetString("text"));
    }

    [Fact]
    public async Task A_replace_needs_the_version_that_was_read()
    {
        TableClient table = await TableAsync();
        ConditionalWrite first = await ConditionalWrites.InsertAsync(table, Row("1"), Cancel);
        ConditionalWrite second = await ConditionalWrites.ReplaceAsync(table, Row("2"), first.ETag, Cancel);
        Assert.True(second.Done);
        ConditionalWrite stale = await ConditionalWrites.ReplaceAsync(table, Row("3"), first.ETag, Cancel);
        Assert.False(stale.Done);
        Assert.Equal("2", stale.Stored!.GetString("text"));
        Assert.True((await ConditionalWrites.ReplaceAsync(table, Row("3"), stale.Stored.ETag, Cancel)).Done);
        Assert.False((await ConditionalWrites.DeleteAsync(table, "p", "r", second.ETag, Cancel)).Done);
        Assert.True((await ConditionalWrites.DeleteAsync(table, "p", "r", ETag.All, Cancel)).Done);
        ConditionalWrite gone = await ConditionalWrites.ReplaceAsync(table, Row("4"), second.ETag, Cancel);
        Assert.Equal((false, null), (gone.Done, gone.Stored));
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_done_and_its_version_good()
    {
        TableClient table = await TableAsync();
        LoseNext();
        ConditionalWrite inserted = await ConditionalWrites.InsertAsync(table, Row("1"), Cancel);
        Assert.True(inserted.Done);
        LoseNext();
        ConditionalWrite replaced = await ConditionalWrites.ReplaceAsync(table, Row("2"), inserted.ETag, Cancel);
        Assert.True(replaced.Done);
        LoseNext();
        Assert.True((await ConditionalWrites.DeleteAsync(table, "p", "r", replaced.ETag, Cancel)).Done);
        Assert.Equal(3, _policy.Requests.Count(request => request.Status is 404 or 409 or 412));
    }

    [Fact]
    public async Task A_lost_answer_is_seen_even_when_another_writer_came_in_between()
    {
        TableClient table = await TableAsync();
        await ConditionalWrites.InsertAsync(table, Row("1"), Cancel);
        TableEntity read = (await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel)).Value;
        LoseNext(() =>
        {
            TableEntity ours = table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel).GetAwaiter().GetResult().Value;
            ours["text"] = "theirs";
            Assert.True(ConditionalWrites.ReplaceAsync(table, ours, ours.ETag, Cancel).GetAwaiter().GetResult().Done);
        });
        read["text"] = "ours";
        ConditionalWrite write = await ConditionalWrites.ReplaceAsync(table, read, read.ETag, Cancel);
        Assert.True(write.Done);
        Assert.Equal("theirs", write.Stored!.GetString("text"));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static TableEntity Row(string text) => new("p", "r") { ["text"] = text };

    private async Task<TableClient> TableAsync()
    {
        ReportingStorage storage = ReportingStorageFactory.Create(azurite.NewAccount(), _policy.Registration);
        await storage.Tables.CreateTableAsync("exports", Cancel);
        return storage.Tables.GetTableClient("exports");
    }

    private void LoseNext(Action? meanwhile = null)
    {
        int lost = 0;
        _policy.LoseResponse = request =>
        {
            if (!request.Writes || request.Status >= 300 || Interlocked.Increment(ref lost) != 1)
            {
                return false;
            }

            meanwhile?.Invoke();
            return true;
        };
    }
}
