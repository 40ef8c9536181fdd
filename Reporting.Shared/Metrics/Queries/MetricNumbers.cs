using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Reporting.Metrics.Sums;

namespace Reporting.Metrics.Queries;

/// <summary>The numbers of some rows: what each counts stands in <see cref="Measure.All"/>.</summary>
/// <param name="RecipeRuns">Distinct runs.</param>
/// <param name="RunResults">Runs on one repository.</param>
/// <param name="Recipes">Distinct recipes.</param>
/// <param name="Users">Distinct users.</param>
/// <param name="RepositoriesSearched">Distinct repositories that were run on.</param>
/// <param name="RepositoriesChanged">Distinct repositories in which files changed.</param>
/// <param name="FilesChanged">Files changed.</param>
/// <param name="HoursSaved">Hours saved.</param>
/// <param name="Failures">Results that ended without having finished.</param>
/// <param name="FailuresByState">The same by state; states without any are left out.</param>
/// <param name="Commits">Commits.</param>
/// <param name="CommitsByState">Commits by state; states without any are left out.</param>
/// <param name="CommitsByType">Commits by type; types without any are left out.</param>
/// <param name="RepositoriesCommitted">Distinct repositories with a commit.</param>
/// <param name="CompletionRate">Part of the commits that are completed, 0 to 1; absent when there are no commits.</param>
/// <param name="RecipesWithCommits">Distinct recipes with a commit.</param>
public sealed record MetricNumbers(
    long RecipeRuns, long RunResults, long Recipes, long Users, long RepositoriesSearched, long RepositoriesChanged, long FilesChanged, double HoursSaved, long Failures,
    IReadOnlyDictionary<string, long> FailuresByState, long Commits, IReadOnlyDictionary<string, long> CommitsByState, IReadOnlyDictionary<string, long> CommitsByType,
    long RepositoriesCommitted, double? CompletionRate, long RecipesWithCommits);

/// <summary>What a number counts. The one place for its name, title, unit and definition: API, CSV, GraphQL and docs/metrics.md have them from here.</summary>
/// <param name="Name">Its name in the API.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Unit">Its unit; empty for a count.</param>
/// <param name="Definition">How it is counted: a sentence.</param>
public sealed record Measure(string Name, string Title, string Unit, string Definition)
{
    private const string Completed = "COMPLETED";

    /// <summary>Every measure, in the order in which they are shown.</summary>
    public static ImmutableArray<Measure> All { get; } =
    [
        new("recipeRuns", "Recipe runs", "", "Distinct run ids. A run belongs to the UTC day on which it was created; a run id with rows of two days counts on each.") { Value = numbers => numbers.RecipeRuns },
        new("runResults", "Run results", "", "Runs on one repository: the rows of the report recipe-runs.") { Value = numbers => numbers.RunResults },
        new("recipes", "Recipes", "", "Distinct recipe ids of the runs, upper and lower case being the same.") { Value = numbers => numbers.Recipes },
        new("users", "Users", "", "Distinct users who started runs, upper and lower case being the same.") { Value = numbers => numbers.Users },
        new("repositoriesSearched", "Repositories searched", "", "Distinct repositories (origin and path, whatever the branch) that recipes ran on.") { Value = numbers => numbers.RepositoriesSearched },
        new("repositoriesChanged", "Repositories changed", "", "Distinct repositories (origin and path) with a run result that changed at least one file.") { Value = numbers => numbers.RepositoriesChanged },
        new("filesChanged", "Files changed", "", "Sum of totalFilesChanges over the run results.") { Value = numbers => numbers.FilesChanged },
        new("hoursSaved", "Hours saved", "h", "Sum of timeSavingsInMinutes over the run results, in hours; each run on a repository counts once, however many commits it has.") { Value = numbers => numbers.HoursSaved },
        new("failures", "Failures", "", "Run results that ended without having finished: CANCELED, ERROR or UNAVAILABLE.") { Value = numbers => numbers.Failures },
        new("failuresByState", "Failures by state", "", "Run results in each of the states CANCELED, ERROR and UNAVAILABLE.") { Parts = numbers => numbers.FailuresByState, PartNames = SumSlot.FailedStates },
        new("commits", "Commits", "", "Commits of the runs, in any state. A commit counts on the UTC day on which its run was created, for the organization, recipe and user of the run, as in the report usage.") { Value = numbers => numbers.Commits },
        new("commitsByState", "Commits by state", "", "Commits in each state.") { Parts = numbers => numbers.CommitsByState, PartNames = SumSlot.CommitStates },
        new("commitsByType", "Commits by type", "", "Commits of each type.") { Parts = numbers => numbers.CommitsByType, PartNames = SumSlot.CommitTypes },
        new("repositoriesCommitted", "Repositories committed to", "", "Distinct repositories (origin and path) of the runs that have a commit, in any state.") { Value = numbers => numbers.RepositoriesCommitted },
        new("completionRate", "Completion rate", "%", "Commits in the state COMPLETED divided by all commits, 0 to 1; none when there are no commits.") { Value = numbers => numbers.CompletionRate },
        new("recipesWithCommits", "Recipes with commits", "", "Distinct recipe ids of the runs that have a commit, in any state.") { Value = numbers => numbers.RecipesWithCommits },
    ];

    /// <summary>The measures that are one number; groups can be ordered by them.</summary>
    public static ImmutableArray<Measure> Sortable { get; } = [.. All.Where(measure => measure.Value is not null)];

    /// <summary>Whether it counts distinct repositories, for which the sets of all cells have to be looked through.</summary>
    internal bool CountsRepositories => Name.StartsWith("repositories", StringComparison.Ordinal);

    /// <summary>Gives the number; null where the measure is several.</summary>
    internal Func<MetricNumbers, double?>? Value { get; private init; }

    /// <summary>Gives the numbers by name; null where the measure is one.</summary>
    internal Func<MetricNumbers, IReadOnlyDictionary<string, long>>? Parts { get; private init; }

    /// <summary>The names of the numbers.</summary>
    internal ImmutableArray<string> PartNames { get; private init; } = [];

    /// <summary>The numbers of some sums and distinct counts.</summary>
    internal static MetricNumbers NumbersOf(ReadOnlySpan<long> sums, DistinctCounts distinct)
    {
        Dictionary<string, long> states = PartsOf(sums[SumSlot.CommitsByState..], SumSlot.CommitStates);
        long commits = states.Values.Sum();
        Dictionary<string, long> failures = PartsOf(sums[SumSlot.Failures..], SumSlot.FailedStates);
        return new MetricNumbers(
            sums[SumSlot.Runs], sums[SumSlot.Results], distinct.Recipes.Count, distinct.Users.Count, distinct.Searched.Count, distinct.Changed.Count, sums[SumSlot.Files],
            sums[SumSlot.Minutes] / 60.0, failures.Values.Sum(), failures, commits, states, PartsOf(sums[SumSlot.CommitsByType..], SumSlot.CommitTypes), distinct.Committed.Count,
            commits == 0 ? null : (double)states.GetValueOrDefault(Completed) / commits, distinct.RecipesWithCommits.Count);
    }

    private static Dictionary<string, long> PartsOf(ReadOnlySpan<long> sums, ImmutableArray<string> names)
    {
        var parts = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int index = 0; index < names.Length; index++)
        {
            if (sums[index] > 0)
            {
                parts.Add(names[index], sums[index]);
            }
        }

        return parts;
    }
}

/// <summary>The values are the names of the measures by which groups can be ordered.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SortableMeasuresAttribute() : AllowedValuesAttribute([.. Measure.Sortable.Select(measure => measure.Name)]);
