using Reporting.Activity.Records;
using Reporting.Benchmarks.Data;

namespace Reporting.Benchmarks.Server;

/// <summary>What the table server pretends to be.</summary>
/// <param name="Rows">Rows of the table.</param>
/// <param name="RowsPerHour">Rows an hour of event time, on the average.</param>
/// <param name="Buckets">Buckets from the first hour on.</param>
/// <param name="LatencyMilliseconds">Time before a page is sent.</param>
/// <param name="PartitionCap">Entities a second from one partition, or 0 for no cap.</param>
/// <param name="AccountCap">Entities a second from and to the account, or 0 for no cap.</param>
/// <param name="Skewed">Whether two hours hold half of the rows.</param>
internal sealed record TableServerOptions(long Rows, long RowsPerHour, int Buckets, int LatencyMilliseconds, int PartitionCap, int AccountCap, bool Skewed = false)
{
    /// <summary>Entities a second that the service gives of and to an account (Table service scalability targets).</summary>
    public const int ServiceAccountCap = 20_000;

    /// <summary>Entities a second that it gives of a partition.</summary>
    public const int ServicePartitionCap = 2_000;

    /// <summary>The rows that it has.</summary>
    public BenchmarkLog Log => new(RecipeRuns.Table, Rows, RowsPerHour, Buckets, Skewed);

    /// <summary>The options as arguments of the command line.</summary>
    public IEnumerable<string> ToArguments() =>
        new[] { Rows, RowsPerHour, Buckets, LatencyMilliseconds, PartitionCap, AccountCap, Skewed ? 1 : 0 }.Select(number => number.ToString(CultureInfo.InvariantCulture));

    /// <summary>The options from arguments in the order of <see cref="ToArguments"/>.</summary>
    public static TableServerOptions FromArguments(string[] arguments)
    {
        long[] numbers = [.. arguments.Select(text => long.Parse(text, CultureInfo.InvariantCulture))];
        return new(numbers[0], numbers[1], (int)numbers[2], (int)numbers[3], (int)numbers[4], (int)numbers[5], numbers[6] != 0);
    }
}
