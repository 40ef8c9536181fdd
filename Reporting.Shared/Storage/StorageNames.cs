using System.Collections.Immutable;

namespace Reporting.Storage;

/// <summary>Every container of the account, and every table that holds no records of activity. Table names may only hold letters and digits.</summary>
public static class StorageNames
{
    /// <summary>Finds late and changed rows: which key ranges were written to in which minute.</summary>
    public const string Touched = "touched";

    /// <summary>Estimates of rows per hour and minute, for planning.</summary>
    public const string HourCounts = "hourcounts";

    /// <summary>Settings that the data depends on, such as bucket counts.</summary>
    public const string Settings = "settings";

    /// <summary>Export jobs.</summary>
    public const string Exports = "exports";

    /// <summary>Parts of export slices, with their counts and hashes.</summary>
    public const string ExportSlices = "exportslices";

    /// <summary>Answers to requests with an idempotency key.</summary>
    public const string Idempotency = "idempotency";

    /// <summary>Recurring exports.</summary>
    public const string Schedules = "schedules";

    /// <summary>Counters and once-only marks.</summary>
    public const string Counters = "counters";

    /// <summary>Container of export files.</summary>
    public const string ExportsContainer = "exports";

    /// <summary>Container of delivered scheduled files.</summary>
    public const string ScheduledContainer = "scheduled";

    /// <summary>Container of the sums of each day.</summary>
    public const string MetricsContainer = "metrics";

    /// <summary>All tables but those of the activity log, which stand with the kinds of record.</summary>
    public static ImmutableArray<string> Tables { get; } =
        [Touched, HourCounts, Settings, Exports, ExportSlices, Idempotency, Schedules, Counters];

    /// <summary>All containers; none allows anonymous reading.</summary>
    public static ImmutableArray<string> Containers { get; } = [ExportsContainer, ScheduledContainer, MetricsContainer];
}
