using Reporting.Activity.Records;
using Reporting.Rows;

namespace Reporting.Local.Sample;

/// <summary>
/// The project's own sample: half a year of a made-up platform that grows, up to yesterday; the same rows each time on a given day. Text
/// is as messy as people's is: quotes, separators, line breaks, other scripts.
/// </summary>
internal sealed class SampleActivity
{
    private const int Days = 182;

    // Who did what is looked up, not counted: the newest of it will do, and a first start is the shorter for it.
    private const int AuditedDays = 75;
    private readonly SampleRandom _random = new(20260105);
    private readonly List<(DateTimeOffset Time, string Line)> _auditEvents = [];
    private readonly List<(DateTimeOffset Time, string Line)> _recipeRuns = [];
    private readonly List<(DateTimeOffset Time, string Line)> _commits = [];
    private readonly DateTimeOffset _auditedSince;
    private int _runCount;
    private int _commitCount;
    private int _recentCommitCount;

    private SampleActivity(DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        _auditedSince = today.AddDays(-AuditedDays);
        for (int day = 0; day < Days; day++)
        {
            AddDay(day, today.AddDays(day - Days));
        }
    }

    /// <summary>NDJSON of each kind, by the kind's name in the ingest API, ascending by time.</summary>
    /// <param name="now">The sample ends with the UTC day before.</param>
    public static IReadOnlyDictionary<string, string> Create(DateTimeOffset now)
    {
        var sample = new SampleActivity(now);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [RecipeRuns.Kind.Name] = Lines(sample._recipeRuns),
            [Commits.Kind.Name] = Lines(sample._commits),
            [AuditEvents.Kind.Name] = Lines(sample._auditEvents),
        };
    }

    /// <summary>
    /// From one run a day to four, few at weekends. What happens on a day stands in one hour, on the last days in two, and so in few
    /// partitions of the tables: a first start waits for partitions more than for rows.
    /// </summary>
    private void AddDay(int day, DateTimeOffset date)
    {
        bool isWeekend = date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        int runs = isWeekend ? _random.Between(0, 6) / 5 : 1 + _random.Between(0, 1 + (day * 4 / Days));
        int first = _random.Between(7, 12);
        int second = day < Days - 14 ? first : _random.Between(13, 18);
        for (int run = 0; run < runs; run++)
        {
            DateTimeOffset hour = date.AddHours(run < 2 ? first : second);
            AddRun(hour + TimeSpan.FromMilliseconds(_random.Between(10 * 60_000, 35 * 60_000)), day);
            if (run % 2 == 0)
            {
                AddAdministration(hour + TimeSpan.FromMilliseconds(_random.Between(0, 10 * 60_000)), day);
            }
        }
    }

    private void AddRun(DateTimeOffset time, int day)
    {
        int number = _runCount++;
        string runId = _random.Id();

        // Few do most, and each comes up now and then.
        SampleRecipe recipe = number % 5 == 0 ? SampleText.Recipes[number / 5 % SampleText.Recipes.Length]
            : _random.PickEarly(SampleText.Recipes, SampleText.Recipes.Length);
        string user = User(number, day);
        SampleOrganization organization = _random.PickEarly(SampleText.Organizations, SampleText.Organizations.Length);
        List<string> committed = [];
        foreach (string repository in organization.Repositories.Where(_ => _random.Between(0, 10) < 5))
        {
            string state = _random.Pick(SampleText.RunStates);
            bool isFinished = string.Equals(state, "FINISHED", StringComparison.Ordinal);
            int results = isFinished ? Math.Max(0, _random.Between(-8, 24)) : 0;
            int changes = recipe.MinutesPerFile > 0 ? results : 0;
            int load = _random.Between(900, 30_000);
            int work = _random.Between(300, 90_000);
            Add(_recipeRuns, time, new
            {
                runId, recipeId = recipe.Id, recipeName = recipe.Name, organizationId = organization.Id, recipeRunState = state,
                repositoryOrigin = "git.example.com", repositoryPath = repository, repositoryBranch = "main", recipeRunUserEmail = user,
                errorMarkers = isFinished ? 0 : 1, warningMarkers = _random.Between(0, 4), infoMarkers = _random.Between(0, 6),
                debugMarkers = 0,
                totalFilesResults = results, totalFilesSearched = _random.Between(20, 4_000), totalFilesChanges = changes,
                timeSavingsInMinutes = changes * recipe.MinutesPerFile, astLoadInMilliseconds = load, recipeRunInMilliseconds = load + work,
                dependencyResolutionInMilliseconds = load / 20, recipeRunCreatedAt = Text(time),
                recipeRunUpdatedAt = Text(time + TimeSpan.FromMilliseconds(load + work)), stack = "example", priority = "NORMAL",
            });

            // Half of what changes something is committed, some of it twice.
            int commits = changes > 0 ? _random.Pick([0, 0, 0, 1, 1, 2]) : 0;
            for (int commit = 0; commit < commits; commit++)
            {
                committed.Add(AddCommit(runId, time, organization.Id, repository, user, recipe, day));
            }
        }

        AddAudit(time, user, "recipe.runs", "run.recipe", "Create",
            $"Run recipe {recipe.Id} ({recipe.Name}) on organization {organization.Id}", "Success");
        if (committed.Count > 0)
        {
            string outcome = committed.Contains("FAILED") ? "Failed" : "Success";
            string message = _random.Between(0, 3) == 0 ? _random.Pick(SampleText.Messages) : recipe.Name;
            AddAudit(time + TimeSpan.FromMinutes(2), user, "commits", "commit.recipe.run", "Update",
                $"Commit run {runId}, {committed.Count} commits: {message}", outcome);
        }
    }

    private string AddCommit(string runId, DateTimeOffset runTime, string organization, string repository, string user,
        SampleRecipe recipe, int day)
    {
        DateTimeOffset time = runTime + TimeSpan.FromMilliseconds(_random.Between(2 * 60_000, 20 * 60_000));
        string state = day < Days - 10
            ? SampleText.CommitStates[_commitCount++ % SampleText.CommitStates.Length]
            : SampleText.RecentCommitStates[_recentCommitCount++ % SampleText.RecentCommitStates.Length];
        string commitId = _random.Hexadecimal(40);
        string message = _random.Between(0, 3) == 0 ? _random.Pick(SampleText.Messages) : recipe.Name;
        Add(_commits, time, new
        {
            commitId, runId, recipeRunCreatedAt = Text(runTime), organizationId = organization, repositoryOrigin = "git.example.com",
            repositoryPath = repository, repositoryBranch = "main", type = _random.Pick(SampleText.CommitTypes), commitState = state,
            commitUserEmail = user,
            commitCreatedAt = Text(time), commitModifiedAt = Text(time + TimeSpan.FromMilliseconds(_random.Between(500, 240_000))), message,
            stateMessage = string.Equals(state, "FAILED", StringComparison.Ordinal) ? "The branch \"main\" is protected" : "",
        });
        return state;
    }

    private void AddAdministration(DateTimeOffset time, int day)
    {
        (string target, string action, string actionType, string description) = _random.Pick(SampleText.Administration);
        AddAudit(time, User(_random.Between(0, 4), day), target, action, actionType, description, _random.Pick(SampleText.Outcomes));
    }

    /// <summary>More people come to the platform as time goes on; every fourth run is one of another person.</summary>
    private string User(int number, int day)
    {
        int known = 10 + (day * (SampleText.Users.Length - 10) / (Days - 20));
        return number % 4 == 3 ? SampleText.Users[number / 4 % Math.Min(known, SampleText.Users.Length)]
            : _random.PickEarly(SampleText.Users, Math.Min(known, SampleText.Users.Length));
    }

    private void AddAudit(DateTimeOffset time, string user, string target, string action, string actionType, string description,
        string outcome)
    {
        if (time < _auditedSince)
        {
            return;
        }

        Add(_auditEvents, time, new
        {
            id = _random.Id(), timestamp = Text(time), userId = user, target, action, actionType, description, outcome,
            sourceAddress = string.Create(CultureInfo.InvariantCulture, $"192.0.2.{_random.Between(1, 255)}"),
            userAgent = "Mozilla/5.0 (X11; Linux x86_64)",
        });
    }

    private static void Add<T>(List<(DateTimeOffset Time, string Line)> lines, DateTimeOffset time, T record) =>
        lines.Add((time, JsonSerializer.Serialize(record)));

    private static string Lines(List<(DateTimeOffset Time, string Line)> lines) =>
        string.Concat(lines.OrderBy(line => line.Time).Select(line => line.Line + "\n"));

    private static string Text(DateTimeOffset time) => Rfc3339.Format(time);
}

/// <summary>Numbers that look random and are the same in every process and version (SplitMix64); <see cref="Random"/> promises that for no
/// seed across versions.</summary>
internal sealed class SampleRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>From <paramref name="low"/> (inclusive) to <paramref name="high"/> (exclusive).</summary>
    public int Between(int low, int high) => low + (int)(Next() % (ulong)(high - low));

    /// <summary>One of them.</summary>
    public T Pick<T>(IReadOnlyList<T> choices) => choices[Between(0, choices.Count)];

    /// <summary>One of the first <paramref name="count"/>; the earlier it stands, the more often.</summary>
    public T PickEarly<T>(IReadOnlyList<T> choices, int count)
    {
        int place = Between(0, 1000);
        return choices[place * place * count / 1_000_000];
    }

    /// <summary>An id in the form of a UUID.</summary>
    public string Id() => new Guid(Bytes(16)).ToString("D", CultureInfo.InvariantCulture);

    /// <summary>Lower-case hexadecimal digits.</summary>
    public string Hexadecimal(int digits) => Convert.ToHexStringLower(Bytes(digits / 2));

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        for (int index = 0; index < count; index++)
        {
            bytes[index] = (byte)(Next() >> 56);
        }

        return bytes;
    }

    private ulong Next()
    {
        ulong value = _state += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
