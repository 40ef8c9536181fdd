using System.Collections.Immutable;
using Reporting.Metrics.Sums;

namespace Reporting.Metrics.Queries;

/// <summary>Which numbers are wanted.</summary>
public sealed record MetricsQuery
{
    /// <summary>Longest range, in days.</summary>
    public const int MaxDays = 1_100;

    /// <summary>Most groups that are shown.</summary>
    public const int MaxFirst = 500;

    /// <summary>Groups that are shown unless another number is asked for.</summary>
    public const int DefaultFirst = 20;

    /// <summary>Most numbers of groups by period: groups times periods.</summary>
    public const int MaxGroupPeriods = 50_000;

    /// <summary>Days of a range of which only the end is known.</summary>
    public const int DefaultDays = 90;

    /// <summary>First UTC day.</summary>
    public required DateOnly Since { get; init; }

    /// <summary>The UTC day behind the last.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>How the range is cut into periods.</summary>
    public MetricInterval Interval { get; init; } = MetricInterval.Day;

    /// <summary>What the groups are.</summary>
    public MetricGrouping GroupBy { get; init; } = MetricGrouping.None;

    /// <summary>Only these organizations; empty for all.</summary>
    public IReadOnlyList<string> Organizations { get; init; } = [];

    /// <summary>Only these users; empty for all.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Only recipes whose id or name is one of these or fits one with <c>*</c>; empty for all.</summary>
    public IReadOnlyList<string> Recipes { get; init; } = [];

    /// <summary>The only organizations that the caller may see, whatever is asked for; null for all.</summary>
    public IReadOnlyList<string>? AllowedOrganizations { get; init; }

    /// <summary>Groups that are shown.</summary>
    public int First { get; init; } = DefaultFirst;

    /// <summary>The measure that orders the groups, greatest first.</summary>
    public Measure Sort { get; init; } = Measure.All[0];

    /// <summary>The range before, of as many days.</summary>
    public DateOnly PreviousSince => Since.AddDays(Since.DayNumber - Until.DayNumber);

    /// <summary>The first day of each period; the first one begins with the range.</summary>
    public ImmutableArray<DateOnly> Periods()
    {
        var periods = ImmutableArray.CreateBuilder<DateOnly>();
        for (DateOnly day = Since; day < Until; day = NextPeriod(day))
        {
            periods.Add(day);
        }

        return periods.ToImmutable();
    }

    private DateOnly NextPeriod(DateOnly day) => Interval switch
    {
        MetricInterval.Week => day.AddDays(7 - (((int)day.DayOfWeek + 6) % 7)),
        MetricInterval.Month => new DateOnly(day.Year, day.Month, 1).AddMonths(1),
        _ => day.AddDays(1),
    };
}

/// <summary>How a range is cut into periods.</summary>
public enum MetricInterval
{
    /// <summary>UTC days.</summary>
    Day,

    /// <summary>Weeks, from Monday on (ISO 8601).</summary>
    Week,

    /// <summary>Months.</summary>
    Month,
}

/// <summary>What groups are.</summary>
public enum MetricGrouping
{
    /// <summary>There are none.</summary>
    None,

    /// <summary>Organizations.</summary>
    Organization,

    /// <summary>Recipes, by id.</summary>
    Recipe,

    /// <summary>Users.</summary>
    User,
}

/// <summary>Which cells a query takes. Each name is looked at once.</summary>
internal sealed class CellFilter(MetricsQuery query, MetricNames names)
{
    private readonly NameVerdicts? _allowed = query.AllowedOrganizations is { } allowed ? new(names.Organizations, name => Contains(allowed, name)) : null;
    private readonly NameVerdicts? _organizations = query.Organizations.Count > 0 ? new(names.Organizations, name => Contains(query.Organizations, name)) : null;
    private readonly NameVerdicts? _users = query.Users.Count > 0 ? new(names.Users, name => Contains(query.Users, name)) : null;
    private readonly NameVerdicts? _recipeIds = query.Recipes.Count > 0 ? new(names.RecipeIds, name => NamePattern.FitsAny(query.Recipes, name)) : null;
    private readonly NameVerdicts? _recipeNames = query.Recipes.Count > 0 ? new(names.RecipeNames, name => NamePattern.FitsAny(query.Recipes, name)) : null;

    /// <summary>Whether the cell is wanted.</summary>
    public bool Passes(in DayCell cell) =>
        _allowed?.Of(cell.Organization) is not false && _organizations?.Of(cell.Organization) is not false && _users?.Of(cell.User) is not false
        && (_recipeIds is null || _recipeIds.Of(cell.RecipeId) || _recipeNames!.Of(cell.RecipeName));

    // A row without organization is in none, so no filter finds it.
    private static bool Contains(IReadOnlyList<string> texts, string name) => name.Length > 0 && texts.Contains(name, StringComparer.OrdinalIgnoreCase);

    private sealed class NameVerdicts(NameTable table, Func<string, bool> passes)
    {
        private readonly sbyte[] _known = new sbyte[table.Count];

        public bool Of(int id)
        {
            if (_known[id] == 0)
            {
                _known[id] = passes(table[id]) ? (sbyte)1 : (sbyte)-1;
            }

            return _known[id] > 0;
        }
    }
}

/// <summary>Patterns of names: <c>*</c> stands for any characters, none included; everything else for itself, in upper or lower case.</summary>
internal static class NamePattern
{
    /// <summary>Whether a name, not empty, fits one of some patterns.</summary>
    public static bool FitsAny(IReadOnlyList<string> patterns, string name)
    {
        foreach (string pattern in patterns)
        {
            if (name.Length > 0 && Fits(pattern, name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Fits(string pattern, ReadOnlySpan<char> name)
    {
        string[] parts = pattern.Split('*');
        if (parts.Length == 1)
        {
            return name.Equals(pattern, StringComparison.OrdinalIgnoreCase);
        }

        if (name.Length < parts[0].Length + parts[^1].Length || !name.StartsWith(parts[0], StringComparison.OrdinalIgnoreCase) || !name.EndsWith(parts[^1], StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        ReadOnlySpan<char> rest = name[parts[0].Length..^parts[^1].Length];
        foreach (string part in parts[1..^1])
        {
            int at = rest.IndexOf(part, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + part.Length)..];
        }

        return true;
    }
}
