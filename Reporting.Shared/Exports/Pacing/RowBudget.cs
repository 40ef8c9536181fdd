namespace Reporting.Exports.Pacing;

/// <summary>
/// Rows that may still be read: a token bucket whose rate gives way when the service is busy, by three tenths at once, and comes back by a twentieth of
/// the most a second (additive increase, multiplicative decrease, as TCP's congestion control, RFC 5681 section 3.1). Not thread-safe.
/// </summary>
/// <example>
/// At 10,000 rows a second and with 400 rows left a page of 1,000 may be asked for, which leaves -600; the next one may after 60 ms. Busy once: 7,000
/// rows a second, 7,500 a second later, and 10,000 again after 6 seconds.
/// </example>
internal sealed class RowBudget
{
    private const double Decrease = 0.7;
    private const double IncreaseASecond = 0.05;

    /// <summary>However busy the service is, a page now and then: to find out whether it still is.</summary>
    private const double MinRate = 1000;

    /// <summary>What is not used at once can be used later, up to so many seconds' worth: timers come late, the rate must not suffer.</summary>
    private const double SavedSeconds = 0.25;
    private const double MinSaved = 1000;

    /// <summary>All that was under way when the service became busy is turned away together; that counts once.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private double _left;
    private long _at;
    private long? _pausedUntil;
    private long? _decreasedAt;

    /// <param name="max">Rows a second when the service is not busy.</param>
    /// <param name="time">Clock.</param>
    public RowBudget(double max, TimeProvider time)
    {
        (_time, Max, Rate) = (time, max, max);
        _at = time.GetTimestamp();
        _left = Saved;
    }

    /// <summary>Rows a second now.</summary>
    public double Rate { get; private set; }

    /// <summary>Rows a second when the service is not busy.</summary>
    public double Max { get; private set; }

    private double Saved => Math.Max(MinSaved, Rate * SavedSeconds);

    /// <summary>Takes so many rows; false when <see cref="Wait"/> has to pass first. What is taken beyond what is left is waited for afterwards.</summary>
    public bool TryTake(int rows)
    {
        Refill();
        if (_left <= 0 || Paused > TimeSpan.Zero)
        {
            return false;
        }

        _left -= rows;
        return true;
    }

    /// <summary>Gives back what was taken and not read.</summary>
    public void GiveBack(int rows)
    {
        Refill();
        _left = Math.Min(Saved, _left + rows);
    }

    /// <summary>How long until <see cref="TryTake"/> can be true.</summary>
    public TimeSpan Wait()
    {
        Refill();
        TimeSpan earned = _left > 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - _left) / Rate);
        return Paused > earned ? Paused : earned;
    }

    /// <summary>Gives way: a lower rate, nothing saved, and nothing at all before <paramref name="retryAfter"/>.</summary>
    public void GiveWay(TimeSpan? retryAfter)
    {
        Refill();
        if (retryAfter is { } pause && pause > Paused)
        {
            _pausedUntil = _at + (long)(pause.TotalSeconds * _time.TimestampFrequency);
        }

        if (_decreasedAt is { } last && _time.GetElapsedTime(last, _at) < Together)
        {
            return;
        }

        _decreasedAt = _at;
        _left = Math.Min(_left, 0);
        Rate = Math.Max(Math.Min(MinRate, Max), Rate * Decrease);
    }

    /// <summary>Sets another rate for when the service is not busy.</summary>
    public void Limit(double max)
    {
        Refill();
        Rate = Rate >= Max ? max : Math.Min(Rate, max);
        Max = max;
    }

    private TimeSpan Paused => _pausedUntil is { } until && until > _at ? _time.GetElapsedTime(_at, until) : TimeSpan.Zero;

    private void Refill()
    {
        long now = _time.GetTimestamp();
        double seconds = _time.GetElapsedTime(_at, now).TotalSeconds;
        _at = now;
        _left = Math.Min(Saved, _left + (seconds * Rate));
        Rate = Math.Min(Max, Rate + (seconds * IncreaseASecond * Max));
    }
}
