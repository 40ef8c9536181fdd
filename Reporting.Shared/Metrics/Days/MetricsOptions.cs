using System.ComponentModel.DataAnnotations;

namespace Reporting.Metrics.Days;

/// <summary>Settings of the section <c>Metrics</c>.</summary>
public sealed class MetricsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Metrics";

    /// <summary>Rows of runs that one request reads from the tables at most, by the estimates, for days that have changed or have no sums yet.</summary>
    [Range(0, 10_000_000)]
    public long MaxRequestRows { get; set; } = 50_000;

    /// <summary>Seconds for which a process shows what it has read from the tables before it looks again.</summary>
    [Range(0, 3_600)]
    public int MaxAgeSeconds { get; set; } = 15;

    /// <summary>MiB of sums that a process keeps in memory.</summary>
    [Range(1, 4_096)]
    public int CacheMegabytes { get; set; } = 64;

    /// <summary>Seconds after which a pass stops; the next one goes on. Less than the time between two passes.</summary>
    [Range(1, 300)]
    public int PassSeconds { get; set; } = 40;

    /// <summary>Rows after which a pass stops.</summary>
    [Range(1, 100_000_000)]
    public long PassRows { get; set; } = 500_000;

    /// <summary>Minutes for which a day's rows must not have changed before its sums are made anew.</summary>
    [Range(0, 60)]
    public int QuietMinutes { get; set; } = 2;

    /// <summary>Minutes after which the sums of a day that goes on changing are made anew all the same.</summary>
    [Range(0, 1_440)]
    public int MaxStaleMinutes { get; set; } = 15;
}
