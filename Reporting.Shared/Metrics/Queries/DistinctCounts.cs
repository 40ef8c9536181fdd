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

    /// <summary>Adds a cell.</summary>
    public void Add(DaySums day, int index)
    {
        DayCell cell = day.Cells[index];
        Recipes.Add(names.RecipeIds.CanonicalOf(cell.RecipeId));
        Users.Add(names.Users.CanonicalOf(cell.User));
        AddSet(Searched, day, cell.Searched);
        AddSet(Changed, day, cell.Changed);
        if (AddSet(Committed, day, cell.Committed) > 0)
        {
            RecipesWithCommits.Add(names.RecipeIds.CanonicalOf(cell.RecipeId));
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

    private static long AddSet(DistinctCount count, DaySums day, int at)
    {
        long items = Base128.Read(day.Sets, ref at);
        int place = 0;
        for (long item = 0; item < items; item++)
        {
            place += (int)Base128.Read(day.Sets, ref at);
            count.Add(day.Repositories[place]);
        }

        return items;
    }
}
