using System.Globalization;
using System.Text.Json;
using Reporting.Rows;

namespace Reporting.Local.Sample;

/// <summary>
/// The project's own sample: some weeks of a made-up platform, the same rows each time. Text is as messy as people's is: quotes,
/// separators, line breaks, other scripts.
/// </summary>
internal sealed class SampleActivity
{
    private const int RunCount = 90;
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 7, 30, 0, TimeSpan.Zero);
    private readonly SampleRandom _random = new(20260105);
    private readonly List<(DateTimeOffset Time, string Line)> _auditEvents = [];
    private readonly List<(DateTimeOffset Time, string Line)> _recipeRuns = [];
    private readonly List<(DateTimeOffset Time, string Line)> _commits = [];

    private SampleActivity()
    {
        DateTimeOffset time = Start;
        for (int run = 0; run < RunCount; run++)
        {
            time += TimeSpan.FromMilliseconds(_random.Between(20 * 60_000, 7 * 3_600_000));
            AddRun(time);
            AddSignIn(time - TimeSpan.FromMinutes(_random.Between(2, 40)));
        }
    }

    /// <summary>NDJSON of each kind, by the kind's name in the ingest API, ascending by time.</summary>
    public static IReadOnlyDictionary<string, string> Create()
    {
        var sample = new SampleActivity();
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["recipe-runs"] = Lines(sample._recipeRuns),
            ["commits"] = Lines(sample._commits),
            ["audit-events"] = Lines(sample._auditEvents),
        };
    }

    private void AddRun(DateTimeOffset time)
    {
        string runId = _random.Id();
        (string recipeId, string recipeName) = _random.Pick(SampleText.Recipes);
        string user = _random.Pick(SampleText.Users);
        string organization = _random.Pick(SampleText.Organizations);
        foreach (string repository in SampleText.Repositories.Where(_ => _random.Between(0, 10) < 4))
        {
            string state = _random.Pick(SampleText.RunStates);
            bool finished = string.Equals(state, "FINISHED", StringComparison.Ordinal);
            int changes = finished ? Math.Max(0, _random.Between(-6, 20)) : 0;
            int load = _random.Between(900, 30_000);
            int work = _random.Between(300, 90_000);
            Add(_recipeRuns, time, new
            {
                runId, recipeId, recipeName, organizationId = organization, recipeRunState = state,
                repositoryOrigin = "git.example.com", repositoryPath = repository, repositoryBranch = "main", recipeRunUserEmail = user,
                errorMarkers = finished ? 0 : 1, warningMarkers = _random.Between(0, 4), infoMarkers = _random.Between(0, 6), debugMarkers = 0,
                totalFilesResults = changes, totalFilesSearched = _random.Between(20, 4_000), totalFilesChanges = changes,
                timeSavingsInMinutes = changes * 5, astLoadInMilliseconds = load, recipeRunInMilliseconds = load + work,
                dependencyResolutionInMilliseconds = load / 20, recipeRunCreatedAt = Text(time),
                recipeRunUpdatedAt = Text(time + TimeSpan.FromMilliseconds(load + work)), stack = "example", priority = "NORMAL",
            });
            for (int commit = 0; changes > 0 && commit < _random.Between(0, 3); commit++)
            {
                AddCommit(runId, time, organization, repository, user);
            }
        }

        AddAudit(time, user, "recipe.runs", "run.recipe", "Create", $"Run recipe {recipeId} ({recipeName}) on organization {organization}", "Success");
    }

    private void AddCommit(string runId, DateTimeOffset runTime, string organization, string repository, string user)
    {
        DateTimeOffset time = runTime + TimeSpan.FromMilliseconds(_random.Between(10 * 60_000, 20 * 3_600_000));
        string state = _random.Pick(SampleText.CommitStates);
        string commitId = _random.Hexadecimal(40);
        string message = _random.Pick(SampleText.Messages);
        Add(_commits, time, new
        {
            commitId, runId, recipeRunCreatedAt = Text(runTime), organizationId = organization, repositoryOrigin = "git.example.com",
            repositoryPath = repository, repositoryBranch = "main", type = _random.Pick(SampleText.CommitTypes), commitState = state, commitUserEmail = user,
            commitCreatedAt = Text(time), commitModifiedAt = Text(time + TimeSpan.FromMilliseconds(_random.Between(500, 900_000))), message,
            stateMessage = string.Equals(state, "FAILED", StringComparison.Ordinal) ? "The branch \"main\" is protected" : "",
        });
        AddAudit(time, user, "commits", "commit.recipe.run", "Update", $"Commit {commitId[..12]} to {repository}: {message}", string.Equals(state, "FAILED", StringComparison.Ordinal) ? "Failed" : "Success");
    }

    private void AddSignIn(DateTimeOffset time)
    {
        (string target, string action, string actionType, string description) = _random.Pick(SampleText.Administration);
        AddAudit(time, _random.Pick(SampleText.Users), target, action, actionType, description, _random.Pick(SampleText.Outcomes));
    }

    private void AddAudit(DateTimeOffset time, string user, string target, string action, string actionType, string description, string outcome) =>
        Add(_auditEvents, time, new
        {
            id = _random.Id(), timestamp = Text(time), userId = user, target, action, actionType, description, outcome,
            sourceAddress = string.Create(CultureInfo.InvariantCulture, $"192.0.2.{_random.Between(1, 255)}"), userAgent = "Mozilla/5.0 (X11; Linux x86_64)",
        });

    private static void Add<T>(List<(DateTimeOffset Time, string Line)> lines, DateTimeOffset time, T record) => lines.Add((time, JsonSerializer.Serialize(record)));

    private static string Lines(List<(DateTimeOffset Time, string Line)> lines) => string.Concat(lines.OrderBy(line => line.Time).Select(line => line.Line + "\n"));

    private static string Text(DateTimeOffset time) => Rfc3339.Format(time);
}
