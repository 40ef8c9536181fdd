using Reporting.Activity.Buckets;
using Reporting.Activity.Records;
using Reporting.Activity.Writing;

namespace Reporting.Tests.Activity.Writing;

public sealed class TableBatchesTests(AzuriteServer azurite)
{
    [Fact]
    public async Task Batches_keep_to_a_hundred_rows_and_to_the_bytes_of_a_request()
    {
        // Each text is 32,768 units that the client writes as six bytes each: 196 KB a text, 1.2 MB a row.
        string large = new('\u00e9', RecordRules.MaxTextLength);
        AuditEvent[] rows =
        [
            .. Enumerable.Range(0, 130).Select(number => SampleActivity.Event(number) with { Timestamp = SampleActivity.Start.AddSeconds(number) }),
            .. Enumerable.Range(130, 12).Select(number => SampleActivity.Event(number) with
            {
                Timestamp = SampleActivity.Start.AddSeconds(number), UserId = large, Target = large, Action = large, Description = large, SourceAddress = large, UserAgent = large,
            }),
        ];
        var policy = new RecordingPolicy();
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, null, null, policy.Registration);
        WriteResult result = await rig.Writer.WriteAsync(rows, TestContext.Current.CancellationToken);
        Assert.Equal(rows.Length, result.Inserted);
        Assert.Equal(rows.Length, (await rig.RowsAsync(AuditEvents.Table)).Count);
        TableRequest[] writes = [.. policy.Requests.Where(request => request.Writes && string.Equals(request.Table, "auditevents", StringComparison.Ordinal))];
        Assert.All(writes, request => Assert.InRange(request.Body.Length, 1, 4 * 1024 * 1024));
        Assert.True(writes.Max(request => request.Body.Length) > 2_000_000, "no batch came near the limit");
    }

    [Fact]
    public void The_estimate_of_a_row_is_never_below_what_the_client_sends()
    {
        string[] texts = ["", "plain", "\"\\<>&'+`", "\u0001\n\t\u007f", "\u00e9\u4e2d\U0001F389", "a,b;c|d=e{}[]()~!@#$%^*_-?/:.", "\uFFFD\u2028"];
        foreach (string text in texts)
        {
            Assert.True(StoredValue.Size(text) >= System.Text.Json.JsonSerializer.Serialize(text).Length, text);
        }
    }

    [Fact]
    public void No_row_comes_near_the_size_of_an_entity()
    {
        // Table service limit: 1 MiB an entity; text counts two bytes a unit, as do names.
        string large = new('x', RecordRules.MaxTextLength);
        string id = new('i', RecordRules.MaxIdLength);
        var run = new PendingRow(
            RecipeRuns.Table,
            SampleActivity.Run(0) with
            {
                RunId = id, RecipeId = large, RecipeName = large, OrganizationId = large, RepositoryOrigin = large, RepositoryPath = large, RepositoryBranch = large, RecipeRunUserEmail = large,
                Stack = large, Priority = large, ErrorMarkers = RecordRules.MaxNumber,
            },
            0, BucketLayout.OneBucket);
        var commit = new PendingRow(
            Commits.TableByRun,
            SampleActivity.Commit(0) with { CommitId = id, RunId = id, OrganizationId = large, RepositoryOrigin = large, RepositoryPath = large, RepositoryBranch = large, CommitUserEmail = large, Message = large, StateMessage = large },
            0, BucketLayout.OneBucket);
        foreach (PendingRow row in new[] { run, commit })
        {
            int bytes = 4 + row.Entity.Sum(property => 8 + (2 * property.Key.Length) + (property.Value is string text ? 4 + (2 * text.Length) : 8));
            Assert.InRange(bytes, 400_000, 900_000);
            Assert.InRange(row.Entity.RowKey.Length, 1, 512);
        }
    }
}
