using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reporting.Exports.Jobs;
using Reporting.Exports.Slices;
using Reporting.Exports.Workflow;
using Reporting.Telemetry;

namespace Reporting.Exports.Reaping;

/// <summary>
/// Ends stuck jobs: starts those that were never started and ends those whose engine has lost them
/// (<see cref="ReapDecision"/>). Touches jobs of its own engine only. Runs at every tick; running it twice, or twice at once, is harmless.
/// </summary>
public sealed class ExportReaper(
    ExportJobStore jobs, SliceStore slices, IExportRunner runner, FinishStep finish, ReportingMeter meter, IOptions<ExportsOptions> options, TimeProvider time,
    ILogger<ExportReaper> logger)
{
    private const int PageSize = 100;

    /// <summary>Well below the minute between two ticks.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(45);

    /// <summary>Where a tick that ran out of time stopped; lost with the process, which costs a look at the newest jobs.</summary>
    private string? _goOnBehind;

    /// <summary>Looks once at every running job, for at most 45 seconds; what is left then comes first at the next call. A job that cannot be looked at holds up no other.</summary>
    /// <exception cref="Azure.RequestFailedException">The jobs cannot be listed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp();
        int count = 0;
        await foreach (ExportJob job in jobs.ListAllAsync(Running(Interlocked.Exchange(ref _goOnBehind, null)), cancellationToken))
        {
            await TryLookAsync(job, cancellationToken);
            count++;
            if (time.GetElapsedTime(began) >= Budget)
            {
                ReaperLog.OutOfTime(logger, count, job.Id);
                _goOnBehind = job.Id;
                return;
            }
        }
    }

    private ExportListQuery Running(string? behind) => new()
    {
        Engine = runner.Engine, States = [ExportState.Queued, ExportState.InProgress], PageSize = PageSize, ContinuationToken = behind,
    };

    private async Task TryLookAsync(ExportJob job, CancellationToken cancellationToken)
    {
        try
        {
            ReapLook look = await LookAsync(job, cancellationToken);
            await ActAsync(look, ReapDecision.Of(look), cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            ReaperLog.LookFailed(logger, job.Id, exception);
        }
    }

    private async Task<ReapLook> LookAsync(ExportJob job, CancellationToken cancellationToken)
    {
        RunnerStatus engine = await runner.GetStatusAsync(job.Id, cancellationToken);
        var look = new ReapLook(job, engine, null, time.GetUtcNow(), TimeSpan.FromSeconds(options.Value.VisibilityTimeoutSeconds));
        return ReapDecision.NeedsLastWrite(look) ? look with { LastWrittenAt = await slices.FindLastWriteAsync(job.Id, cancellationToken) } : look;
    }

    private async Task ActAsync(ReapLook look, ReapDecision decision, CancellationToken cancellationToken)
    {
        ExportJob job = look.Job;
        switch (decision.Action)
        {
            case ReapAction.Start:
                await runner.StartAsync(job.Id, cancellationToken);
                meter.ExportReaped("started");
                ReaperLog.Started(logger, job.Id);
                break;
            case ReapAction.Suspect:
                if (await NoteAsync(job, new ExportSuspicion(look.Engine.State, ExportTime.Truncate(look.Now)), cancellationToken))
                {
                    ReaperLog.Suspected(logger, job.Id, job.State, look.Engine.State, (long)look.Silence.TotalSeconds, decision.Reason);
                }

                break;
            case ReapAction.Trust:
                if (await NoteAsync(job, null, cancellationToken))
                {
                    ReaperLog.Trusted(logger, job.Id);
                }

                break;
            case ReapAction.End:
                await EndAsync(look, decision.Reason, cancellationToken);
                break;
            default:
                break;
        }
    }

    /// <summary>Not noted when the job has changed since it was read: then the look is out of date.</summary>
    private async Task<bool> NoteAsync(ExportJob job, ExportSuspicion? suspicion, CancellationToken cancellationToken) =>
        (await jobs.UpdateAsync(job.Id, current => current.ETag == job.ETag ? current with { Suspicion = suspicion } : null, cancellationToken)).Won;

    private async Task EndAsync(ReapLook look, string reason, CancellationToken cancellationToken)
    {
        ExportJob job = look.Job;
        ExportChange change = await finish.EndAsync(new FinishRequest(job.Id, ExportOutcome.Failed, null, reason), job.ETag, cancellationToken);
        if (!change.Won)
        {
            ReaperLog.Changed(logger, job.Id);
            return;
        }

        ReaperLog.Ended(logger, job.Id, change.Job!.State, look.Engine.State, reason);
        string outcome = change.Job.State == ExportState.Canceled ? "canceled" : "failed";
        meter.ExportFinished(outcome);
        meter.ExportReaped(outcome);
        try
        {
            // Should anything of it still be at work, it may let go; should the engine keep anything, it may forget it.
            await runner.SignalCancelAsync(job.Id, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            ReaperLog.SignalFailed(logger, job.Id, exception);
        }
    }
}

/// <summary>What the reaper logs; event ids 3101 to 3199.</summary>
internal static partial class ReaperLog
{
    [LoggerMessage(3101, LogLevel.Warning, "Export {JobId} was queued and never started; it is started now.")]
    public static partial void Started(ILogger logger, string jobId);

    [LoggerMessage(3102, LogLevel.Warning, "Export {JobId} is {State}, but its engine says {Engine}, silent for {SilentSeconds} s; the next look decides. {Reason}")]
    public static partial void Suspected(ILogger logger, string jobId, ExportState state, RunnerState engine, long silentSeconds, string reason);

    [LoggerMessage(3103, LogLevel.Information, "Export {JobId} is well again.")]
    public static partial void Trusted(ILogger logger, string jobId);

    [LoggerMessage(3104, LogLevel.Error, "Export {JobId} was ended as {State}: its engine says {Engine}. {Reason}")]
    public static partial void Ended(ILogger logger, string jobId, ExportState state, RunnerState engine, string reason);

    [LoggerMessage(3105, LogLevel.Information, "Export {JobId} changed while it was looked at; the next look decides.")]
    public static partial void Changed(ILogger logger, string jobId);

    [LoggerMessage(3106, LogLevel.Warning, "Export {JobId} could not be looked at; it is tried again at the next tick.")]
    public static partial void LookFailed(ILogger logger, string jobId, Exception exception);

    [LoggerMessage(3107, LogLevel.Information, "Export {JobId} has ended, but its engine could not be told.")]
    public static partial void SignalFailed(ILogger logger, string jobId, Exception exception);

    [LoggerMessage(3108, LogLevel.Warning, "Looked at {Count} running exports and ran out of time; the next tick goes on behind {JobId}.")]
    public static partial void OutOfTime(ILogger logger, int count, string jobId);
}
