namespace Reporting.Local.Engine;

/// <summary>A bell: one side rings, the other waits for it or for a time to pass. Rings before the wait are not lost.</summary>
internal sealed class Wake(TimeProvider time)
{
    private volatile TaskCompletionSource _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Rings.</summary>
    public void Set() => _rung.TrySetResult();

    /// <summary>Waits for a ring, at most <paramref name="longest"/>.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        try
        {
            await _rung.Task.WaitAsync(longest, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return;
        }

        _rung = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
