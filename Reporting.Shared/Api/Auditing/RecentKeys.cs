namespace Reporting.Api.Auditing;

/// <summary>Remembers the last so many keys.</summary>
internal sealed class RecentKeys(int capacity)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public bool Contains(string key)
    {
        lock (_lock)
        {
            return _keys.Contains(key);
        }
    }

    public void Add(string key)
    {
        lock (_lock)
        {
            if (!_keys.Add(key))
            {
                return;
            }

            _order.Enqueue(key);
            if (_order.Count > capacity)
            {
                _keys.Remove(_order.Dequeue());
            }
        }
    }
}
