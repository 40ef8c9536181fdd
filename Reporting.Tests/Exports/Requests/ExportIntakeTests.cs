using Moq;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Exports.Requests;
using Reporting.Tests.Exports.Jobs;

namespace Reporting.Tests.Exports.Requests;

public sealed class ExportIntakeTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_start_makes_a_job_and_tells_the_engine()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite);
        ExportStartResult result = await rig.Get<ExportIntake>().StartAsync(Start(), Token);
        ExportJob job = await rig.FindAsync(result.Job!.Id);

        Assert.Equal((ExportStartOutcome.Started, ExportState.Queued, "test"), (result.Outcome, job.State, job.Engine));
        Assert.Equal((DateTimeOffset.MinValue, rig.Time.GetUtcNow()), (job.Request.Since, job.Request.Until));
        rig.Runner.Verify(runner => runner.StartAsync(job.Id, It.IsAny<CancellationToken>()), Times.Once);
    }

    [Fact]
    public async Task An_engine_that_is_away_costs_no_job()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite);
        rig.Runner.Setup(runner => runner.StartAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).ThrowsAsync(new InvalidOperationException("away"));

        Assert.Equal(ExportStartOutcome.Started, (await rig.Get<ExportIntake>().StartAsync(Start(), Token)).Outcome);
    }

    [Fact]
    public async Task A_person_may_have_so_many_running_and_others_are_not_held_up()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, configure: options => options.MaxRunningPerUser = 2);
        await rig.Get<ExportIntake>().StartAsync(Start(), Token);
        ExportJob second = (await rig.Get<ExportIntake>().StartAsync(Start(), Token)).Job!;
        ExportStartResult third = await rig.Get<ExportIntake>().StartAsync(Start(), Token);

        Assert.Equal(ExportStartOutcome.TooManyRunning, third.Outcome);
        Assert.True(third.RetryAfter > TimeSpan.Zero);
        Assert.Equal(ExportStartOutcome.Started, (await rig.Get<ExportIntake>().StartAsync(Start() with { RequestedBy = "other@localhost" }, Token)).Outcome);
        Assert.Equal(ExportStartOutcome.Started, (await rig.Get<ExportIntake>().StartAsync(Start() with { Schedule = "daily/1" }, Token)).Outcome);
        await rig.Jobs.TransitionAsync(second.Id, ExportState.Failed, job => job, Token);
        Assert.Equal(ExportStartOutcome.Started, (await rig.Get<ExportIntake>().StartAsync(Start(), Token)).Outcome);
        Assert.Equal(ExportStartOutcome.TooManyRunning, (await rig.Get<ExportIntake>().StartAsync(Start(), Token)).Outcome);
    }

    [Fact]
    public async Task The_same_key_gives_the_same_job_also_at_once_and_other_words_a_conflict()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite);
        ExportStart start = Start() with { IdempotencyKey = "key/ü#?" };
        ExportStartResult[] results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => rig.Get<ExportIntake>().StartAsync(start, Token)));
        rig.Time.Advance(TimeSpan.FromHours(1));
        ExportStartResult later = await rig.Get<ExportIntake>().StartAsync(start, Token);
        ExportStartResult other = await rig.Get<ExportIntake>().StartAsync(start with { Input = start.Input with { First = 3 } }, Token);
        ExportStartResult somebodyElse = await rig.Get<ExportIntake>().StartAsync(start with { RequestedBy = "other@localhost" }, Token);

        Assert.Single(results, result => result.Outcome == ExportStartOutcome.Started);
        Assert.Single([.. results, later], result => result.Outcome != ExportStartOutcome.AlreadyStarted);
        Assert.Single(results.Append(later).Select(result => result.Job!.Id).Distinct(StringComparer.Ordinal));
        Assert.Equal((ExportStartOutcome.KeyConflict, null), (other.Outcome, other.Job));
        Assert.Equal(ExportStartOutcome.Started, somebodyElse.Outcome);
    }

    [Fact]
    public async Task A_key_is_forgotten_after_a_day()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite);
        ExportStart start = Start() with { IdempotencyKey = "key" };
        ExportStartResult first = await rig.Get<ExportIntake>().StartAsync(start, Token);
        rig.Time.Advance(TimeSpan.FromHours(25));
        ExportStartResult second = await rig.Get<ExportIntake>().StartAsync(start, Token);

        Assert.Equal(ExportStartOutcome.Started, second.Outcome);
        Assert.NotEqual(first.Job!.Id, second.Job!.Id);
    }

    [Fact]
    public async Task Answers_that_are_lost_on_the_way_make_no_second_job()
    {
        var policy = new LostResponsePolicy();
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, policies: policy.AsPolicy());
        policy.LoseNext(2);
        ExportStartResult result = await rig.Get<ExportIntake>().StartAsync(Start() with { IdempotencyKey = "key" }, Token);

        Assert.Equal((ExportStartOutcome.Started, 2), (result.Outcome, policy.Lost));
        Assert.Equal(result.Job!.Id, Assert.Single((await rig.Jobs.ListAsync(new ExportListQuery(), Token)).Jobs).Id);
    }

    private static ExportStart Start() => new() { Input = new ExportInput { Report = "audit-logs", Format = "CSV" }, RequestedBy = "admin@localhost" };
}
