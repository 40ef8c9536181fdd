namespace Reporting.Tests.Local.Engine;

/// <summary>The machine's clock, put forward: timers run as always, only the time of day is another.</summary>
internal sealed class ShiftedWallClock : TimeProvider
{
    private long _shift;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _shift, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _shift));
}
