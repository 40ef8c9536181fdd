namespace Reporting.Tests.Api;

/// <summary>The real clock, moved forward by hand: what waits for real goes on, and ages can be tried without waiting.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _shiftTicks;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _shiftTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _shiftTicks));

    public override long GetTimestamp() => base.GetTimestamp() + (long)((Int128)Interlocked.Read(ref _shiftTicks) * TimestampFrequency / TimeSpan.TicksPerSecond);
}
