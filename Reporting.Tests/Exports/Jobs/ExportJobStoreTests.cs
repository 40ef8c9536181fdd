using Reporting.Exports;
using Reporting.Exports.Jobs;

namespace Reporting.Tests.Exports.Jobs;

public sealed class ExportJobStoreTests(AzuriteServer azurite)
{
    private static readonly DateTimeOffset s_time = new(2026, 11, 22, 10, 15, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_comes_back_as_it_was_written()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite);
        ExportJob job = Job(s_time) with
        {
            State = ExportState.Successful, StateMessage = "\"quoted\" ü", CancelRequested = true, FileSize = 5_000_000_000, RowCount = 12, Sha256 = "aa", ManifestSha256 = "bb",
            EstimatedRows = 13, SliceCount = 4, FileName = "x/y.csv", StartedAt = s_time.AddSeconds(1), EndedAt = s_time.AddSeconds(2), ExpiresAt = s_time.AddDays(30), Schedule = "daily/1", PreviousManifestSha256 = "cc",
        };
        await rig.Jobs.AddAsync(job, Token);
        ExportJob read = (await rig.Jobs.FindAsync(job.Id, Token))!;

        Assert.Equal(job with { Request = read.Request, ETag = read.ETag, WriteId = read.WriteId }, read);
        Assert.Equal(job.Request.Filters["user"], read.Request.Filters["user"]);
        Assert.Equal(
            job.Request with { Filters = read.Request.Filters, Columns = read.Request.Columns },
            read.Request);
    }

    [Fact]
    public async Task Of_many_who_end_a_job_one_wins_and_the_others_know()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite);
        ExportJob job = Job(s_time) with { State = ExportState.InProgress };
        await rig.Jobs.AddAsync(job, Token);
        ExportState[] ends = [ExportState.Successful, ExportState.Failed, ExportState.Canceled, ExportState.Successful, ExportState.Failed, ExportState.Canceled];
        ExportChange[] changes = await Task.WhenAll(ends.Select((end, number) =>
            rig.Jobs.TransitionAsync(job.Id, end, current => current with { StateMessage = "by " + (char)('a' + number) }, Token)));

        ExportChange won = Assert.Single(changes, change => change.Won);
        ExportJob stored = await rig.FindAsync(job.Id);
        Assert.Equal((won.Job!.State, won.Job.StateMessage), (stored.State, stored.StateMessage));
        Assert.All(changes, change => Assert.Equal(stored.State, change.Job!.State));
    }

    [Fact]
    public async Task Independent_changes_at_the_same_time_are_all_made()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite);
        ExportJob job = Job(s_time);
        await rig.Jobs.AddAsync(job, Token);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => rig.Jobs.UpdateAsync(job.Id, current => current with { RowCount = current.RowCount + 1 }, Token)));

        Assert.Equal(6, (await rig.FindAsync(job.Id)).RowCount);
    }

    [Fact]
    public async Task A_writer_whose_answer_was_lost_knows_that_it_won()
    {
        var policy = new LostResponsePolicy();
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, policies: policy.AsPolicy());
        ExportJob job = Job(s_time);
        policy.LoseNext(1);
        Assert.True((await rig.Jobs.AddAsync(job, Token)).Won);
        policy.LoseNext(1);
        Assert.True((await rig.Jobs.TransitionAsync(job.Id, ExportState.InProgress, current => current, Token)).Won);
        Assert.False((await rig.Jobs.TransitionAsync(job.Id, ExportState.InProgress, current => current, Token)).Won);
        Assert.False((await rig.Jobs.AddAsync(job, Token)).Won);
        Assert.Equal(2, policy.Lost);
    }

    [Fact]
    public async Task An_illegal_transition_is_not_made()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite);
        ExportJob job = Job(s_time) with { State = ExportState.Failed };
        await rig.Jobs.AddAsync(job, Token);

        Assert.False((await rig.Jobs.TransitionAsync(job.Id, ExportState.Successful, current => current, Token)).Won);
        await Assert.ThrowsAsync<InvalidOperationException>(() => rig.Jobs.UpdateAsync(job.Id, current => current with { State = ExportState.Queued }, Token));
        Assert.Equal(ExportState.Failed, (await rig.FindAsync(job.Id)).State);
        Assert.Equal(new ExportChange(false, null), await rig.Jobs.TransitionAsync(ExportIds.Create(s_time), ExportState.Failed, current => current, Token));
    }

    [Fact]
    public async Task Lists_are_newest_first_in_pages_without_gaps_or_repeats()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite);
        ExportJob[] jobs = [.. Enumerable.Range(0, 11).Select(minute => Job(s_time.AddMinutes(minute)))];
        foreach (ExportJob job in jobs)
        {
            await rig.Jobs.AddAsync(job, Token);
        }

        var seen = new List<string>();
        string? next = null;
        do
        {
            ExportPage page = await rig.Jobs.ListAsync(new ExportListQuery { PageSize = 4, ContinuationToken = next }, Token);
            seen.AddRange(page.Jobs.Select(job => job.Id));
            next = page.ContinuationToken;
        }
        while (next is not null);

        Assert.Equal<string[]>([.. jobs.Reverse().Select(job => job.Id)], [.. seen]);
    }

    [Fact]
    public async Task Lists_are_filtered()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite);
        ExportJob[] jobs =
        [
            Job(s_time),
            Job(s_time.AddMinutes(1)) with { State = ExportState.InProgress, RequestedBy = "o'neil@example.org" },
            Job(s_time.AddMinutes(2)) with { State = ExportState.Successful, ExpiresAt = s_time.AddDays(1), Engine = "durable" },
        ];
        foreach (ExportJob job in jobs)
        {
            await rig.Jobs.AddAsync(job, Token);
        }

        await AssertFoundAsync(new() { States = [ExportState.Successful] }, [2]);
        await AssertFoundAsync(new() { States = [ExportState.Queued, ExportState.InProgress] }, [1, 0]);
        await AssertFoundAsync(new() { RequestedBy = "o'neil@example.org" }, [1]);
        await AssertFoundAsync(new() { Engine = "durable" }, [2]);
        await AssertFoundAsync(new() { Report = "usage" }, []);
        await AssertFoundAsync(new() { CreatedBefore = s_time.AddMinutes(1) }, [0]);
        await AssertFoundAsync(new() { CreatedSince = s_time.AddMinutes(1) }, [2, 1]);
        await AssertFoundAsync(new() { ExpiresBefore = s_time.AddDays(2) }, [2]);
        await Assert.ThrowsAsync<ArgumentException>(() => rig.Jobs.ListAsync(new() { ContinuationToken = "x' or PartitionKey ne '" }, Token));

        async Task AssertFoundAsync(ExportListQuery query, int[] expected) =>
            Assert.Equal(expected, (await rig.Jobs.ListAsync(query, Token)).Jobs.Select(job => Array.FindIndex(jobs, other => string.Equals(other.Id, job.Id, StringComparison.Ordinal))));
    }

    private static ExportJob Job(DateTimeOffset createdAt) => new()
    {
        Id = ExportIds.Create(createdAt), RequestedBy = "admin@localhost", Engine = "local", State = ExportState.Queued, CreatedAt = createdAt,
        Request = new ExportRequest
        {
            Report = "audit-logs", Format = "CSV", Since = s_time.AddDays(-1), Until = s_time, Columns = ["id"],
            Filters = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["user"] = ["a", "b"] },
        },
    };
}
