namespace Reporting.Tests.Exports.Pacing;

/// <summary>Runs everything that is posted to it on the thread that pumps, one after another.</summary>
internal sealed class PumpContext : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = new();

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_queue)
        {
            _queue.Enqueue((d, state));
        }
    }

    /// <summary>Runs everything that is posted to it on the thread that pumps, one after another.</summary>
    public void Run(Action action)
    {
        SynchronizationContext? before = Current;
        SetSynchronizationContext(this);
        try
        {
            action();
            while (TryTake(out (SendOrPostCallback Callback, object? State) next))
            {
                next.Callback(next.State);
            }
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    private bool TryTake(out (SendOrPostCallback Callback, object? State) next)
    {
        lock (_queue)
        {
            return _queue.TryDequeue(out next);
        }
    }
}
