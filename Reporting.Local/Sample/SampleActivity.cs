using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Reporting.Activity.Records;
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
            [RecipeRuns.Kind.Name] = Lines(sample._recipeRuns),
            [Commits.Kind.Name] = Lines(sample._commits),
            [AuditEvents.Kind.Name] = Lines(sample._auditEvents),
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

/// <summary>The words of the sample.</summary>
internal static class SampleText
{
    public static ImmutableArray<string> Users { get; } = ["ada@example.com", "grace@example.com", "linus@example.com", "mary.o'brien@example.com", "søren@example.com", "Moderne"];

    public static ImmutableArray<string> Organizations { get; } = ["Default", "Payments & Billing", "R&D \"Blue\"", "Research, Europe"];

    public static ImmutableArray<string> Repositories { get; } =
        ["shop/checkout", "shop/catalogue", "payments/ledger", "payments/gateway", "platform/identity", "platform/build-tools", "research/sketches"];

    public static ImmutableArray<(string Id, string Name)> Recipes { get; } =
    [
        ("com.example.recipes.java.UpgradeToJava25", "Upgrade to Java 25"),
        ("com.example.recipes.test.UseAssertThat", "Use `assertThat` instead of `assertTrue(a == b)`"),
        ("com.example.recipes.security.ReplaceWeakHashes", "Replace MD5 | SHA-1 by SHA-256"),
        ("com.example.recipes.build.PinActions", "Pin workflow actions, \"by digest\""),
        ("com.example.recipes.text.NormalizeLineEnds", "Normalize line ends (\\r\\n = \\n)"),
    ];

    // The more often a state is listed, the more often it occurs.
    public static ImmutableArray<string> RunStates { get; } = ["FINISHED", "FINISHED", "FINISHED", "FINISHED", "FINISHED", "FINISHED", "ERROR", "CANCELED", "UNAVAILABLE"];

    public static ImmutableArray<string> CommitTypes { get; } = ["Direct", "Fork", "ForkAndPullRequest", "PullRequest", "PullRequest"];

    public static ImmutableArray<string> CommitStates { get; } = ["COMPLETED", "COMPLETED", "COMPLETED", "COMPLETED", "NO_CHANGES", "FAILED", "ORPHANED"];

    public static ImmutableArray<string> Outcomes { get; } = ["Success", "Success", "Success", "Success", "Failed", "Started"];

    public static ImmutableArray<string> Messages { get; } =
    [
        "Upgrade to Java 25",
        "Use assertThat, and say why",
        "Replace weak hashes\n\nSee \"Hashes\" in the handbook; a | b and c = d stay as they are.",
        "=SUM(A1) is text here",
        "Zeilenenden vereinheitlichen (für alle Module)",
        "行末を統一する",
        "Pin actions \\ by digest",
    ];

    public static ImmutableArray<(string Target, string Action, string ActionType, string Description)> Administration { get; } =
    [
        ("access.tokens", "create.token", "Create", "Create access token \"nightly, build\""),
        ("access.tokens", "revoke.token", "Delete", "Revoke access token 'laptop'"),
        ("organizations", "update.organization", "Update", "Rename organization R&D to R&D \"Blue\""),
        ("organizations", "read.organizations", "Read", "List organizations"),
        ("sessions", "sign.in", "Create", "Sign in by single sign-on"),
        ("recipes", "install.recipes", "Create", "Install com.example:recipes=1.4.0 | 212 recipes"),
    ];
}

/// <summary>Numbers that look random and are the same in every process and version (SplitMix64); <see cref="Random"/> promises that for no seed across versions.</summary>
internal sealed class SampleRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>From <paramref name="low"/> (inclusive) to <paramref name="high"/> (exclusive).</summary>
    public int Between(int low, int high) => low + (int)(Next() % (ulong)(high - low));

    /// <summary>One of them.</summary>
    public T Pick<T>(IReadOnlyList<T> choices) => choices[Between(0, choices.Count)];

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
