using Reporting.Activity.Keys;
using Reporting.Activity.Records;

namespace Reporting.Benchmarks.Data;

/// <summary>
/// A log that need not be stored: row i is computed from i. Each hour's rows are evenly spread over it, and all over the buckets in turn. A skewed log has half of
/// its rows in two hours, and the others evenly in all.
/// </summary>
internal sealed class BenchmarkLog
{
    private readonly long[] _firstOfHour;

    /// <param name="table">The table whose columns the rows have.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="rowsPerHour">How many of them an hour holds, on the average.</param>
    /// <param name="buckets">Over how many buckets they are spread.</param>
    /// <param name="skewed">Whether two hours hold half of them.</param>
    public BenchmarkLog(ActivityTable table, long rows, long rowsPerHour, int buckets, bool skewed = false)
    {
        (Table, Rows, Buckets) = (table, rows, buckets);
        int hours = (int)((rows + rowsPerHour - 1) / rowsPerHour);
        _firstOfHour = new long[hours + 1];
        for (int hour = 0; hour < hours; hour++)
        {
            long before = skewed
                ? (rows / 2 * hour / hours) + ((hour > hours / 3 ? 1 : 0) + (hour > hours * 2 / 3 ? 1 : 0)) * (rows / 4)
                : hour * rowsPerHour;
            _firstOfHour[hour] = Math.Min(rows, before);
        }

        _firstOfHour[hours] = rows;
    }

    /// <summary>Time of row 0.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The table whose columns the rows have.</summary>
    public ActivityTable Table { get; }

    /// <summary>How many rows there are.</summary>
    public long Rows { get; }

    /// <summary>Over how many buckets they are spread.</summary>
    public int Buckets { get; }

    /// <summary>Hours of the log.</summary>
    public int Hours => _firstOfHour.Length - 1;

    /// <summary>End of the rows' times, exclusive, a whole hour.</summary>
    public DateTimeOffset End => Start.AddHours(Hours);

    /// <summary>Time of a row.</summary>
    public long TicksOf(long index)
    {
        int hour = HourOf(index);
        return Start.UtcTicks + (hour * TimeSpan.TicksPerHour) + ((index - _firstOfHour[hour]) * StepIn(hour));
    }

    /// <summary>The first row not before a time.</summary>
    public long FirstFrom(long ticks)
    {
        long since = ticks - Start.UtcTicks;
        if (since <= 0)
        {
            return 0;
        }

        int hour = (int)Math.Min(Hours, since / TimeSpan.TicksPerHour);
        if (hour == Hours || _firstOfHour[hour + 1] == _firstOfHour[hour])
        {
            return _firstOfHour[hour];
        }

        long step = StepIn(hour);
        return Math.Min(_firstOfHour[hour + 1], _firstOfHour[hour] + (((since % TimeSpan.TicksPerHour) + step - 1) / step));
    }

    /// <summary>PartitionKey of a row.</summary>
    public string PartitionOf(long index) => ActivityKeys.Partition((int)(index % Buckets), new DateTimeOffset(TicksOf(index), TimeSpan.Zero));

    /// <summary>RowKey of a row.</summary>
    public string KeyOf(long index) => string.Create(CultureInfo.InvariantCulture, $"{TicksOf(index):D19}-run-{index:D10}-0123456789abcdef0123456789abcdef");

    private int HourOf(long index)
    {
        int at = Array.BinarySearch(_firstOfHour, index);
        if (at < 0)
        {
            return ~at - 1;
        }

        // Hours without rows begin with the same one; it is in the last of them.
        while (at < Hours - 1 && _firstOfHour[at + 1] == index)
        {
            at++;
        }

        return at;
    }

    private long StepIn(int hour) => TimeSpan.TicksPerHour / (_firstOfHour[hour + 1] - _firstOfHour[hour]);

    /// <summary>What a text column holds, as it stands in JSON.</summary>
    public static string TextOf(string column) => column switch
    {
        "recipeId" => "org.openrewrite.java.migrate.UpgradeToJava25",
        "recipeName" => "Migrate to Java 25, with \\\"records\\\" where they fit",
        "organizationId" => "Payments & Billing",
        "recipeRunState" => "FINISHED",
        "repositoryOrigin" => "github.com",
        "repositoryPath" => "openrewrite/rewrite-migrate-java",
        "repositoryBranch" => "main",
        "recipeRunUserEmail" or "userId" => "dev-9ea680cd@example.com",
        "stack" => "acme",
        "priority" => "NORMAL",
        "target" => "recipe.runs",
        "action" => "run.recipe",
        "actionType" => "Create",
        "outcome" => "Success",
        "sourceAddress" => "10.168.108.14",
        "userAgent" => "Mozilla/5.0 (X11; Linux x86_64)",
        "description" => "Run recipe org.openrewrite.java.migrate.UpgradeToJava25 (Migrate to Java 25) on organization Payments & Billing",
        _ => "text of " + column,
    };
}
