using System.Collections.Immutable;
using Reporting.Activity.Records;

namespace Reporting.Metrics.Sums;

/// <summary>
/// The sums of one UTC day: a cell for each organization, recipe and user that had runs. A run's commits are counted in the run's cell, whatever day they were made on, so that a day's
/// sums change only with rows under that day's keys. Numbers that add up are summed; what has to be counted once over several cells or days is kept as sets.
/// </summary>
internal sealed class DaySums
{
    /// <summary>The day.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The cells.</summary>
    public required DayCell[] Cells { get; init; }

    /// <summary><see cref="SumSlot.Count"/> numbers for each cell.</summary>
    public required long[] Numbers { get; init; }

    /// <summary>The cells' sets of repositories, one behind the other: a count, then distances between ascending places in <see cref="Repositories"/>, in base 128.</summary>
    public required byte[] Sets { get; init; }

    /// <summary>The process's numbers of the day's repositories.</summary>
    public required int[] Repositories { get; init; }

    /// <summary>Runs whose rows lie in several cells; they are in no cell's number of runs.</summary>
    public required SharedRuns[] Shared { get; init; }

    /// <summary>Rows that were read: of runs, and of their second and further commits.</summary>
    public required long Rows { get; init; }

    /// <summary>When the last of the day's runs was asked for; null for a day without any.</summary>
    public DateTimeOffset? LastRunAt => Cells.Length == 0 ? null : At(Cells.Max(cell => cell.LastMillisecond));

    /// <summary>About how many bytes it takes in memory.</summary>
    public int Size => 200 + (Cells.Length * 40) + (Numbers.Length * 8) + Sets.Length + (Repositories.Length * 4) + Shared.Sum(runs => 64 + (runs.Cells.Length * 4));

    /// <summary>A moment of the day.</summary>
    public DateTimeOffset At(int millisecond) => new DateTimeOffset(Day, TimeOnly.MinValue, TimeSpan.Zero).AddMilliseconds(millisecond);

    /// <summary>A cell's numbers.</summary>
    public ReadOnlySpan<long> NumbersOf(int cell) => Numbers.AsSpan(cell * SumSlot.Count, SumSlot.Count);
}

/// <summary>What has one organization, recipe and user on one day.</summary>
/// <param name="Organization">The organization's number in <see cref="MetricNames"/>; 0 for none.</param>
/// <param name="RecipeId">The recipe id's.</param>
/// <param name="RecipeName">The recipe name's; 0 for none.</param>
/// <param name="User">The user's.</param>
/// <param name="LastMillisecond">When the last of its runs was asked for, in milliseconds of the day.</param>
/// <param name="Searched">Where the set of its repositories begins in <see cref="DaySums.Sets"/>.</param>
/// <param name="Changed">Where the set of those begins in which files changed.</param>
/// <param name="Committed">Where the set of those begins that have a commit.</param>
internal readonly record struct DayCell(int Organization, int RecipeId, int RecipeName, int User, int LastMillisecond, int Searched, int Changed, int Committed);

/// <summary>Runs that have rows in the same several cells.</summary>
/// <param name="Cells">The cells, ascending.</param>
/// <param name="Count">How many such runs there are.</param>
internal sealed record SharedRuns(int[] Cells, long Count);

/// <summary>The places of a cell's numbers.</summary>
internal static class SumSlot
{
    /// <summary>Distinct run ids that lie in this cell alone.</summary>
    public const int Runs = 0;

    /// <summary>Rows: runs on one repository.</summary>
    public const int Results = 1;

    /// <summary>Files changed.</summary>
    public const int Files = 2;

    /// <summary>Minutes saved.</summary>
    public const int Minutes = 3;

    /// <summary>Rows in each of <see cref="FailedStates"/>.</summary>
    public const int Failures = 4;

    /// <summary>Commits in each of <see cref="CommitStates"/>.</summary>
    public const int CommitsByState = 7;

    /// <summary>Commits of each of <see cref="CommitTypes"/>.</summary>
    public const int CommitsByType = 14;

    /// <summary>How many numbers a cell has.</summary>
    public const int Count = 18;

    /// <summary>States of a run that has ended without having finished.</summary>
    public static ImmutableArray<string> FailedStates { get; } =
        [WireName.Of(RecipeRunState.Canceled), WireName.Of(RecipeRunState.Error), WireName.Of(RecipeRunState.Unavailable)];

    /// <summary>States of a commit.</summary>
    public static ImmutableArray<string> CommitStates { get; } = WireName.All<CommitState>();

    /// <summary>Types of a commit.</summary>
    public static ImmutableArray<string> CommitTypes { get; } = WireName.All<CommitType>();

    /// <summary>Adds numbers; each stops at the greatest that every JSON reader keeps exact.</summary>
    public static void Add(Span<long> sum, ReadOnlySpan<long> numbers)
    {
        for (int slot = 0; slot < Count; slot++)
        {
            sum[slot] = Math.Min(sum[slot] + numbers[slot], RecordRules.MaxNumber);
        }
    }
}
