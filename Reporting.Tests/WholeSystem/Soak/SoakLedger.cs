using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Reporting.Tests.WholeSystem.Soak;

/// <summary>What a soak has sent and what was acknowledged of it, to be compared with what files and feed hold.</summary>
internal sealed partial class SoakLedger
{
    private readonly ConcurrentDictionary<string, byte> _sent = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (DateTimeOffset Event, DateTimeOffset Acknowledged)> _acknowledged = new(StringComparer.Ordinal);
    private int _next;

    /// <summary>Rows acknowledged.</summary>
    public int Acknowledged => _acknowledged.Count;

    /// <summary>The ids of records that a text holds, in its order.</summary>
    public static IEnumerable<string> IdsIn(string text) => Id().Matches(text).Select(match => match.Value);

    /// <summary>Lines of new records of a kind, which happened just now, and their ids.</summary>
    public (List<string> Ids, string Lines) Make(string kind, int count, DateTimeOffset now)
    {
        var ids = new List<string>(count);
        var lines = new StringBuilder();
        for (int row = 0; row < count; row++)
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"{kind}-{Interlocked.Increment(ref _next):D8}");
            ids.Add(id);
            _sent[id] = 0;
            lines.Append(JsonSerializer.Serialize(kind is "audit-events" ? Audit(id, now) : Run(id, now))).Append('\n');
        }

        return (ids, lines.ToString());
    }

    /// <summary>Notes that these rows were acknowledged.</summary>
    public void Acknowledge(IEnumerable<string> ids, DateTimeOffset happened, DateTimeOffset at)
    {
        foreach (string id in ids)
        {
            _acknowledged[id] = (happened, at);
        }
    }

    /// <summary>What is wrong with the ids that a file holds of a kind, or null: a row twice, one that was not sent, one that must be there and is not.</summary>
    public string? Check(string kind, IReadOnlyCollection<string> found, DateTimeOffset since, DateTimeOffset until, DateTimeOffset acknowledgedBefore)
    {
        HashSet<string> unique = new(found, StringComparer.Ordinal);
        string? stranger = unique.FirstOrDefault(id => !_sent.ContainsKey(id));
        string? missing = _acknowledged
            .Where(row => row.Key.StartsWith(kind, StringComparison.Ordinal) && row.Value.Event >= since && row.Value.Event < until && row.Value.Acknowledged < acknowledgedBefore)
            .Select(row => row.Key).FirstOrDefault(id => !unique.Contains(id));
        return unique.Count != found.Count ? "a row stands twice" : stranger is not null ? stranger + " was never sent" : missing is not null ? missing + " is missing" : null;
    }

    private static object Audit(string id, DateTimeOffset now) => new
    {
        id, timestamp = now, userId = "ada@example.com", target = "access.tokens", action = "create.token", actionType = "Create", description = "Create token", outcome = "Success",
    };

    private static object Run(string id, DateTimeOffset now) => new
    {
        runId = id, recipeId = "com.example.Recipe", recipeName = "A recipe", organizationId = "Default", recipeRunState = "FINISHED", repositoryOrigin = "git.example.com",
        repositoryPath = "group/repository", repositoryBranch = "main", recipeRunUserEmail = "ada@example.com", totalFilesChanges = 1, recipeRunCreatedAt = now, recipeRunUpdatedAt = now,
    };

    [GeneratedRegex(@"(?:audit-events|recipe-runs)-\d{8}", RegexOptions.None, 1000)]
    private static partial Regex Id();
}
