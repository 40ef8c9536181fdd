namespace Reporting.Local.Engine;

/// <summary>
/// What the engine does while it holds its lease: which exports it knows, which run, which wait. Called by one loop; only the
/// ends of exports come from elsewhere.
/// </summary>
internal sealed class EngineTurn(int maxRunning, Func<string, LocalSignals, CancellationToken, Task> run, Wake wake, CancellationToken stopping)
{
    private readonly Lock _gate = new();
    private readonly FairQueue _waiting = new();
    private readonly Dictionary<string, LocalSignals> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _runningByUser = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task> _running = new(StringComparer.Ordinal);

    /// <summary>Takes an export in, once, and passes on that it is to be cancelled.</summary>
    public void Notice(RunningExport export)
    {
        lock (_gate)
        {
            if (export.Failed)
            {
                return;
            }

            if (!_known.TryGetValue(export.JobId, out LocalSignals? signals))
            {
                signals = new LocalSignals();
                _known.Add(export.JobId, signals);
                _waiting.Add(export);
            }

            if (export.CancelRequested)
            {
                signals.Cancel();
            }
        }
    }

    /// <summary>Whether an export runs or waits here.</summary>
    public bool Holds(string jobId)
    {
        lock (_gate)
        {
            return _known.ContainsKey(jobId);
        }
    }

    /// <summary>Starts what waits while there is room.</summary>
    public void StartWaiting()
    {
        lock (_gate)
        {
            while (_running.Count < maxRunning && _waiting.Take(_runningByUser) is { } export)
            {
                _runningByUser[export.RequestedBy] = _runningByUser.GetValueOrDefault(export.RequestedBy) + 1;
                _running.Add(export.JobId, RunAsync(export, _known[export.JobId]));
            }
        }
    }

    /// <summary>Waits until everything that runs has let go; the token has told it to.</summary>
    public Task EndAsync()
    {
        lock (_gate)
        {
            return Task.WhenAll([.. _running.Values]);
        }
    }

    private async Task RunAsync(RunningExport export, LocalSignals signals)
    {
        await Task.Yield();
        try
        {
            await run(export.JobId, signals, stopping);
        }
        finally
        {
            lock (_gate)
            {
                _running.Remove(export.JobId);
                _known.Remove(export.JobId);
                _runningByUser[export.RequestedBy]--;
            }

            wake.Set();
        }
    }
}
