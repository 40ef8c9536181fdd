using Reporting.Metrics.Sums;

namespace Reporting.Metrics.Queries;

/// <summary>Counts distinct numbers below a limit, again and again: what was counted is forgotten in one step.</summary>
internal sealed class DistinctCount(int limit)
{
    private readonly int[] _seenIn = new int[limit];
    private int _round = 1;

    /// <summary>Distinct numbers since the last restart.</summary>
    public int Count { get; private set; }

    public void Add(int number)
    {
        ref int round = ref _seenIn[number];
        if (round != _round)
        {
            round = _round;
            Count++;
        }
    }

    public void Restart()
    {
        _round++;
        Count = 0;
    }
}

/// <summary>The distinct counts of some cells. Sized for the names of all days that have been loaded by then.</summary>
internal sealed class DistinctCounts(MetricNames names)
{
    public DistinctCount Recipes { get; } = new(names.RecipeIds.Count);

    public DistinctCount RecipesWithCommits { get; } = new(names.RecipeIds.Count);

    public DistinctCount Users { get; } = new(names.Users.Count);

    public DistinctCount Searched { get; } = new(names.Repositories.Count);

    public DistinctCount Changed { get; } = new(names.Repositories.Count);

    public DistinctCount Committed { get; } = new(names.Repositories.Count);

    /// <summary>Adds a cell to these counts and to others.</summary>
    /// <param name="day">The day.</param>
    /// <param name="index">The cell.</param>
    /// <param name="other">The others, so that sets are unpacked once for both; null for none.</param>
    /// <param name="withSets">Whether repositories are counted.</param>
    public void Add(DaySums day, int index, DistinctCounts? other, bool withSets)
    {
        DayCell cell = day.Cells[index];
        int recipe = names.RecipeIds.CanonicalOf(cell.RecipeId);
        int user = names.Users.CanonicalOf(cell.User);
        bool hasCommits = day.Sets[cell.Committed] != 0;
        AddNames(recipe, user, hasCommits);
        other?.AddNames(recipe, user, hasCommits);
        if (withSets)
        {
            AddSet(Searched, other?.Searched, day, cell.Searched);
            AddSet(Changed, other?.Changed, day, cell.Changed);
            AddSet(Committed, other?.Committed, day, cell.Committed);
        }
    }

    /// <summary>Begins anew.</summary>
    public void Restart()
    {
        foreach (DistinctCount count in (ReadOnlySpan<DistinctCount>)[Recipes, RecipesWithCommits, Users, Searched, Changed, Committed])
        {
            count.Restart();
        }
    }

    private void AddNames(int recipe, int user, bool hasCommits)
    {
        Recipes.Add(recipe);
        Users.Add(user);
        if (hasCommits)
        {
            RecipesWithCommits.Add(recipe);
        }
    }

    private static void AddSet(DistinctCount count, DistinctCount? other, DaySums day, int at)
    {
        ReadOnlySpan<byte> sets = day.Sets;
        ReadOnlySpan<int> repositories = day.Repositories;
        int place = 0;
        for (long left = Base128.Read(sets, ref at); left > 0; left--)
        {
            // Nearly always one byte.
            int distance = sets[at] < 0x80 ? sets[at++] : (int)Base128.Read(sets, ref at);
            place += distance;
            int repository = repositories[place];
            count.Add(repository);
            other?.Add(repository);
        }
    }
}
