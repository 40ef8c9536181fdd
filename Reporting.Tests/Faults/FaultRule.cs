namespace Reporting.Tests.Faults;

/// <summary>Which requests meet a fault, and how often at most.</summary>
internal sealed class FaultRule(Func<StorageRequest, bool> matches, Fault fault, int times)
{
    private int _left = times;

    public Fault Fault => fault;

    /// <summary>Whether this request is one of them; counts it.</summary>
    public bool Takes(StorageRequest request) => Volatile.Read(ref _left) > 0 && matches(request) && Interlocked.Decrement(ref _left) >= 0;
}
