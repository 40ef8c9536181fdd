namespace Reporting.Tests.Exports;

/// <summary>A clock that stands still, except that each look at its stop watch takes a while.</summary>
internal sealed class TickingTime(TimeSpan perLook) : TimeProvider
{
    private long _looks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(2026, 11, 22, 10, 15, 0, TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Increment(ref _looks) * perLook.Ticks;
}
