namespace Reporting.Benchmarks.Server;

/// <summary>A cap in entities a second, as the service has it: within it everything goes, above it the answer is 503.</summary>
internal sealed class EntityRate(int cap, TimeProvider time)
{
    private readonly Lock _lock = new();
    private double _left = cap;
    private long _at = time.GetTimestamp();

    /// <summary>Takes so many entities; false when fewer are left of the last second's.</summary>
    public bool TryTake(int count)
    {
        if (cap == 0)
        {
            return true;
        }

        lock (_lock)
        {
            long now = time.GetTimestamp();
            _left = Math.Min(cap, _left + (time.GetElapsedTime(_at, now).TotalSeconds * cap));
            _at = now;
            if (_left < count)
            {
                return false;
            }

            _left -= count;
            return true;
        }
    }

    /// <summary>Gives back what was taken and not served.</summary>
    public void GiveBack(int count)
    {
        lock (_lock)
        {
            _left += count;
        }
    }
}
