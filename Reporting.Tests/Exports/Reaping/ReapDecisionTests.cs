using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Exports.Reaping;

namespace Reporting.Tests.Exports.Reaping;

/// <summary>The table of decisions, case by case. The visibility timeout is 5 minutes, so silence is suspected after 10 and counts after 15.</summary>
public sealed class ReapDecisionTests
{
    private static readonly DateTimeOffset Created = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, false, nameof(ReapAction.Leave))] // Its maker is about to start it.
    [InlineData(29, true, nameof(ReapAction.Leave))]
    [InlineData(30, false, nameof(ReapAction.Start))]
    [InlineData(864_000, false, nameof(ReapAction.Start))]
    [InlineData(30, true, nameof(ReapAction.End))] // Cancellation was requested.
    public void A_queued_job_that_its_engine_does_not_know_is_started(int ageSeconds, bool cancelRequested, string action)
    {
        ExportJob job = Job(ExportState.Queued) with { CancelRequested = cancelRequested };
        Assert.Equal(action, Decide(job, new RunnerStatus(RunnerState.Missing, null), seconds: ageSeconds));
    }

    [Theory]
    [InlineData(ExportState.InProgress, RunnerState.Missing)]
    [InlineData(ExportState.InProgress, RunnerState.Completed)]
    [InlineData(ExportState.InProgress, RunnerState.Failed)]
    [InlineData(ExportState.Queued, RunnerState.Completed)]
    [InlineData(ExportState.Queued, RunnerState.Failed)]
    public void A_job_whose_engine_is_through_with_it_is_suspected_and_ends_at_the_second_look(ExportState state, RunnerState engine)
    {
        ExportJob job = Job(state);
        var status = new RunnerStatus(engine, engine == RunnerState.Missing ? null : Created);
        Assert.Equal(nameof(ReapAction.Suspect), Decide(job, status, seconds: 60));

        ExportJob suspected = job with { Suspicion = new ExportSuspicion(engine, Created.AddSeconds(60)) };
        Assert.Equal(nameof(ReapAction.Leave), Decide(suspected, status, seconds: 61)); // The same look, by another reaper.
        Assert.Equal(nameof(ReapAction.End), Decide(suspected, status, seconds: 120));
        Assert.Equal(nameof(ReapAction.Suspect), Decide(job with { Suspicion = new ExportSuspicion(RunnerState.Running, Created) }, status, seconds: 120)); // Of something else.
    }

    [Fact]
    public void A_suspicion_ends_when_the_engine_is_heard_of_again()
    {
        ExportJob job = Job(ExportState.InProgress) with { Suspicion = new ExportSuspicion(RunnerState.Missing, Created.AddSeconds(60)) };
        Assert.Equal(nameof(ReapAction.Trust), Decide(job, Running(lastMinute: 1), seconds: 120));
        Assert.Equal(nameof(ReapAction.Leave), Decide(job with { Suspicion = null }, Running(lastMinute: 1), seconds: 120));
    }

    [Theory]
    [InlineData(9.9, null, nameof(ReapAction.Leave))]
    [InlineData(10.0, null, nameof(ReapAction.Suspect))]
    [InlineData(14.9, 10.0, nameof(ReapAction.Leave))]
    [InlineData(15.0, 10.0, nameof(ReapAction.End))]
    [InlineData(500.0, null, nameof(ReapAction.Suspect))] // The first look after a gap.
    [InlineData(504.9, 500.0, nameof(ReapAction.Leave))]
    [InlineData(505.0, 500.0, nameof(ReapAction.End))]
    public void Silence_counts_after_three_visibility_timeouts_of_which_one_was_watched(double minutes, double? suspectedAt, string action)
    {
        foreach (ExportState state in new[] { ExportState.Queued, ExportState.InProgress })
        {
            ExportJob job = Job(state) with { Suspicion = suspectedAt is { } at ? new ExportSuspicion(RunnerState.Running, Created.AddMinutes(at)) : null };
            Assert.Equal(action, Decide(job, Running(lastMinute: 0), seconds: minutes * 60));
        }
    }

    [Fact]
    public void A_slice_that_writes_is_a_sign_of_life_though_the_engine_is_silent()
    {
        ExportJob job = Job(ExportState.InProgress) with { Suspicion = new ExportSuspicion(RunnerState.Running, Created.AddMinutes(20)) };
        Assert.Equal(nameof(ReapAction.Trust), Decide(job, Running(lastMinute: 0), seconds: 1800, written: Created.AddMinutes(21)));

        // Silent again later: the old suspicion counts no more.
        Assert.Equal(nameof(ReapAction.Suspect), Decide(job, Running(lastMinute: 0), seconds: 3600, written: Created.AddMinutes(21)));
    }

    [Theory]
    [InlineData(ExportState.Successful)]
    [InlineData(ExportState.Failed)]
    [InlineData(ExportState.Canceled)]
    [InlineData(ExportState.Expired)]
    public void A_job_that_has_ended_is_left_whatever_its_engine_says(ExportState state)
    {
        foreach (RunnerState engine in Enum.GetValues<RunnerState>())
        {
            Assert.Equal(nameof(ReapAction.Leave), Decide(Job(state), new RunnerStatus(engine, null), seconds: 1_000_000));
        }
    }

    [Fact]
    public void Every_end_has_a_reason_that_tells_what_happened()
    {
        ExportJob job = Job(ExportState.InProgress);
        string[] reasons =
        [
            .. new[] { RunnerState.Missing, RunnerState.Completed, RunnerState.Failed, RunnerState.Running }.Select(engine => ReapDecision.Of(Look(
                job with { Suspicion = new ExportSuspicion(engine, Created.AddMinutes(30)) }, new RunnerStatus(engine, Created), seconds: 3600, written: null)).Reason),
        ];
        Assert.Equal(reasons.Length, reasons.Where(reason => reason.EndsWith(" Ask for it again.", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Count());
        Assert.Contains("Nothing was heard of the export for 60 minutes.", reasons[3], StringComparison.Ordinal);
    }

    private static string Decide(ExportJob job, RunnerStatus engine, double seconds, DateTimeOffset? written = null) =>
        ReapDecision.Of(Look(job, engine, seconds, written)).Action.ToString();

    private static ReapLook Look(ExportJob job, RunnerStatus engine, double seconds, DateTimeOffset? written) =>
        new(job, engine, written, Created.AddSeconds(seconds), TimeSpan.FromMinutes(5));

    private static RunnerStatus Running(int lastMinute) => new(RunnerState.Running, Created.AddMinutes(lastMinute));

    private static ExportJob Job(ExportState state) => new()
    {
        Id = ExportIds.Create(Created), RequestedBy = "admin@localhost", Engine = "test", State = state, CreatedAt = Created,
        Request = new ExportRequest { Report = "usage", Format = "CSV", Since = Created.AddDays(-1), Until = Created },
    };
}
