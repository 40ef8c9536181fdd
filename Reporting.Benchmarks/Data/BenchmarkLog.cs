using System.Globalization;
using Reporting.Activity;
using Reporting.Activity.Keys;

namespace Reporting.Benchmarks.Data;

/// <summary>A log that need not be stored: row i is computed from i. Rows are evenly spread over time, and over buckets in turn.</summary>
/// <param name="Table">The table whose columns the rows have.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="RowsPerHour">How many of them an hour holds.</param>
/// <param name="Buckets">Over how many buckets they are spread.</param>
internal sealed record BenchmarkLog(ActivityTable Table, long Rows, long RowsPerHour, int Buckets)
{
    /// <summary>Time of row 0.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>End of the rows' times, exclusive, a whole hour.</summary>
    public DateTimeOffset End => Start.AddHours((Rows + RowsPerHour - 1) / RowsPerHour);

    private long Step => TimeSpan.TicksPerHour / RowsPerHour;

    /// <summary>Time of a row.</summary>
    public long TicksOf(long index) => Start.UtcTicks + (index / RowsPerHour * TimeSpan.TicksPerHour) + (index % RowsPerHour * Step);

    /// <summary>The first row not before a time.</summary>
    public long FirstFrom(long ticks)
    {
        long since = Math.Max(0, ticks - Start.UtcTicks);
        return Math.Min(Rows, (since / TimeSpan.TicksPerHour * RowsPerHour) + Math.Min(RowsPerHour, ((since % TimeSpan.TicksPerHour) + Step - 1) / Step));
    }

    /// <summary>PartitionKey of a row.</summary>
    public string PartitionOf(long index) => ActivityKeys.Partition((int)(index % Buckets), new DateTimeOffset(TicksOf(index), TimeSpan.Zero));

    /// <summary>RowKey of a row.</summary>
    public string KeyOf(long index) => string.Create(CultureInfo.InvariantCulture, $"{TicksOf(index):D19}-run-{index:D10}-0123456789abcdef0123456789abcdef");

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
