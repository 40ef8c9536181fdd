using Microsoft.Extensions.Options;
using Reporting.Exports.Steps;
using Reporting.Exports.Workflow;
using Reporting.Storage;
using Reporting.Telemetry;

namespace Reporting.Local.Engine;

/// <summary>
/// Runs the workflows of local exports in this process, under a lease: at most one process does so for an account. Exports that a
/// former process left unfinished go on from their recorded steps.
/// </summary>
internal sealed class LocalEngine(
    ReportingStorage storage, CheckpointTable table, StoppableSteps steps, IOptions<LocalEngineOptions> settings, ReportingMeter meter, TimeProvider time,
    ILogger<LocalEngine> logger) : BackgroundService
{
    private readonly LocalEngineOptions _options = settings.Value;
    private readonly Wake _wake = new(time);
    private volatile EngineTurn? _turn;

    /// <summary>Whether this process runs the account's exports at the moment and has seen which there are: only it may judge them.</summary>
    public bool IsInCharge => _turn is not null;

    /// <summary>Tells the engine to look at its table now: something was started or is to be cancelled.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Whether an export runs in this process or waits here for its turn.</summary>
    public bool Holds(string jobId) => _turn is { } turn && turn.Holds(jobId);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bool breakFormer = _options.BreakFormerLease;
        bool told = false;
        for (int failures = 0; !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                await using EngineLease? lease = await EngineLease.TryAcquireAsync(storage, TimeSpan.FromSeconds(_options.LeaseSeconds), breakFormer, time, stoppingToken);
                (failures, breakFormer) = (0, false);
                if (lease is not null)
                {
                    told = false;
                    await RunUnderLeaseAsync(lease, stoppingToken);
                    continue;
                }

                if (!told)
                {
                    told = true;
                    EngineLog.WaitsForLease(logger);
                }

                await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (StepRetries.IsTransient(exception))
            {
                TimeSpan delay = StepRetries.DelayAfter(++failures);
                EngineLog.StorageFailed(logger, exception, delay.TotalSeconds);
                await Task.Delay(delay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RunUnderLeaseAsync(EngineLease lease, CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lease.Lost);
        var turn = new EngineTurn(_options.MaxRunningExports, RunExportAsync, _wake, stop.Token);
        try
        {
            await table.ForgetStrayResultsAsync(stop.Token);
            while (!stop.IsCancellationRequested)
            {
                await foreach (RunningExport export in table.ListRunningAsync(stop.Token))
                {
                    turn.Notice(export);
                }

                turn.StartWaiting();
                _turn = turn;
                await _wake.WaitAsync(TimeSpan.FromSeconds(_options.PollSeconds), stop.Token);
            }
        }
        catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested && !stoppingToken.IsCancellationRequested)
        {
            EngineLog.LeaseLost(logger);
        }
        finally
        {
            _turn = null;
            await stop.CancelAsync();
            await turn.EndAsync();
        }
    }

    private async Task RunExportAsync(string jobId, LocalSignals signals, CancellationToken stopping)
    {
        for (int failures = 0; ;)
        {
            try
            {
                if (await table.FindRunningAsync(jobId, stopping) is not { } export)
                {
                    return; // Ended between the look at the table and now.
                }

                if (!export.Finished)
                {
                    Dictionary<string, string> recorded = await table.LoadAsync(jobId, stopping);
                    EngineLog.Runs(logger, jobId, recorded.Count);

                    // A workflow can end while slices that it no longer needs are being written: they end with it.
                    using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                    var checkpointed = new CheckpointedSteps(jobId, steps(ended.Token), table, recorded, _options, meter, time, logger, ended.Token);
                    await ExportWorkflow.RunAsync(jobId, checkpointed, signals);
                    await ended.CancelAsync();
                }

                await table.ForgetAsync(jobId, stopping);
                EngineLog.Ended(logger, jobId);
                return;
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return; // Its recorded steps stay; whoever holds the lease next goes on.
            }
            catch (Exception exception) when (StepRetries.IsTransient(exception))
            {
                TimeSpan delay = StepRetries.DelayAfter(++failures);
                EngineLog.StorageFailed(logger, exception, delay.TotalSeconds);
                await Task.Delay(delay, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception exception)
            {
                EngineLog.GivenUp(logger, exception, jobId);
                await table.MarkFailedAsync(jobId, stopping);
                return;
            }
        }
    }
}
