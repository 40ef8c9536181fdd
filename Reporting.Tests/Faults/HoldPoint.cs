namespace Reporting.Tests.Faults;

/// <summary>A request that is held on its way, until it is let go.</summary>
public sealed class HoldPoint
{
    private readonly TaskCompletionSource<StorageRequest> _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the first request that is held.</summary>
    public Task<StorageRequest> Reached => _reached.Task;

    /// <summary>Lets everything that is held go on.</summary>
    public void Release() => _released.TrySetResult();

    internal Fault Before => async exchange =>
    {
        _reached.TrySetResult(exchange.Request);
        await _released.Task.WaitAsync(exchange.Aborted);
        await exchange.ForwardAsync();
    };

    internal Fault After => async exchange =>
    {
        using HttpResponseMessage response = await exchange.SendAsync();
        _reached.TrySetResult(exchange.Request);
        await _released.Task.WaitAsync(exchange.Aborted);
        await exchange.ReturnAsync(response, fraction: 1);
    };
}
