using Reporting.Activity.Writing;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Tests.Activity;

namespace Reporting.Tests.Exports.Steps;

/// <summary>Steps run twice where it is hardest: over a log that changes meanwhile, and with the real planner and reader.</summary>
public sealed class RepeatedOverLiveLogTests(AzuriteServer azurite)
{
    private const int Rows = 200;
    private const int Slices = 5;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(false, 70)]
    [InlineData(true, 70)]
    public async Task With_rows_coming_and_changing_each_slice_in_the_file_is_one_execution_whole(bool atOnce, int first)
    {
        // Each execution reads its slice by one reader, and every row shows by which.
        var log = new FakeLog { ShowsReader = true, PageSize = 7 }.Fill(Rows);
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, log);
        int pages = 0;
        log.BeforePage = () =>
        {
            int page = Interlocked.Increment(ref pages);
            lock (log)
            {
                log.Put(page * 7 % Rows, "changed");
                log.PutLate(page * 13 % Rows);
            }

            return Task.CompletedTask;
        };
        ExportJob job = await rig.AddJobAsync(Rows, Slices, request => request with { First = first });
        var twice = new RepeatedActivities(rig.RunStepAsync, atOnce);
        ExportJob ended = await rig.RunAsync(job.Id, twice.RunAsync);

        Assert.Equal(ExportState.Successful, ended.State);
        Assert.Equal(twice.Files[0], twice.Files[1]);
        string[][] rows = [.. (await rig.ReadTextAsync(ended.FileName)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','))];
        Assert.Equal(rows.Length, rows.Select(row => row[0]).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(first > 0 ? first : ended.RowCount, rows.Length);
        Assert.All(rows.GroupBy(row => SecondOf(row[0]) / (Rows / Slices)), slice => Assert.Single(slice.Select(row => row[1]).Distinct(StringComparer.Ordinal)));

        // What was there before anything began is there, in order and without a gap, as far as the file goes.
        int[] old = [.. rows.Where(row => row[0][0] == 'e').Select(row => SecondOf(row[0]))];
        Assert.Equal(Enumerable.Range(0, old.Length), old);
        Assert.True(first > 0 || old.Length == Rows);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Over_the_quiet_real_log_twice_gives_the_bytes_and_the_plan_of_once(bool atOnce)
    {
        await using ExportRig rig = await ExportRig.CreateRealAsync(azurite, options => (options.SliceRows, options.MinSliceRows) = (40, 40));
        await rig.Get<ActivityWriter>().WriteAsync(SampleActivity.Many(300, number => SampleActivity.Event(number)), Token);
        foreach ((string format, bool gzip) in new[] { ("CSV", false), ("JSONL", true) })
        {
            ExportJob once = await rig.RunAsync((await AddAsync(rig, format, gzip)).Id);
            ExportJob job = await AddAsync(rig, format, gzip);
            ExportJob twice = await rig.RunAsync(job.Id, new RepeatedActivities(rig.RunStepAsync, atOnce).RunAsync);

            Assert.Equal((ExportState.Successful, 300L), (twice.State, twice.RowCount));
            Assert.True(twice.SliceCount > 3);
            Assert.Equal((once.Sha256, once.SliceCount), (twice.Sha256, twice.SliceCount));
            Assert.Equal(await rig.ReadAsync(once.FileName), await rig.ReadAsync(twice.FileName));
            Assert.Equal(4, (await rig.BlobsAsync(job.Id)).Count);
        }
    }

    private static int SecondOf(string id) => int.Parse(id.AsSpan(1), CultureInfo.InvariantCulture);

    private static async Task<ExportJob> AddAsync(ExportRig rig, string format, bool gzip)
    {
        DateTimeOffset now = rig.Time.GetUtcNow();
        var job = new ExportJob
        {
            Id = ExportIds.Create(now), RequestedBy = "admin@localhost", Engine = "test", State = ExportState.Queued, CreatedAt = now,
            Request = new ExportRequest { Report = "audit-logs", Format = format, Gzip = gzip, Since = SampleActivity.Start, Until = SampleActivity.Time(300) },
        };
        return (await rig.Jobs.AddAsync(job, Token)).Job!;
    }
}
