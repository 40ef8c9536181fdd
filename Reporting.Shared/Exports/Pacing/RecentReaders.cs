using System.Runtime.InteropServices;
using Reporting.Storage.Paging;

namespace Reporting.Exports.Pacing;

/// <summary>Which readers asked for a page within the last second, and which of them were turned away. A reader is told apart by its gate. Not thread-safe.</summary>
internal sealed class RecentReaders(TimeProvider time)
{
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(1);

    private readonly Dictionary<IPageGate, Times> _readers = [];
    private long _forgotAt = time.GetTimestamp();

    /// <summary>Notes that a reader asks for a page.</summary>
    public void Ask(IPageGate reader)
    {
        long now = time.GetTimestamp();
        CollectionsMarshal.GetValueRefOrAddDefault(_readers, reader, out _).AskedAt = now;
        if (time.GetElapsedTime(_forgotAt, now) > Recent)
        {
            Forget(now);
        }
    }

    /// <summary>Notes that a reader was turned away; true when that is now so of two at least, and of half of those that asked.</summary>
    public bool TurnAway(IPageGate reader)
    {
        long now = time.GetTimestamp();
        ref Times times = ref CollectionsMarshal.GetValueRefOrAddDefault(_readers, reader, out _);
        times.AskedAt = now;
        times.TurnedAwayAt = now;
        Forget(now);
        int turnedAway = _readers.Values.Count(each => each.TurnedAwayAt is { } at && time.GetElapsedTime(at, now) < Recent);
        return turnedAway >= 2 && turnedAway * 2 >= _readers.Count;
    }

    private void Forget(long now)
    {
        _forgotAt = now;
        foreach ((IPageGate reader, Times times) in _readers)
        {
            if (time.GetElapsedTime(times.AskedAt, now) >= Recent)
            {
                _readers.Remove(reader); // Allowed while enumerating (Dictionary<TKey, TValue>.Remove since .NET Core 3.0).
            }
        }
    }

    private struct Times
    {
        public long AskedAt;
        public long? TurnedAwayAt;
    }
}
