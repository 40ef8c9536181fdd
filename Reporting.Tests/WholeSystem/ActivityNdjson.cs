namespace Reporting.Tests.WholeSystem;

/// <summary>Activity that a test makes up: ids 0..n-1, some minutes apart.</summary>
internal static class ActivityNdjson
{
    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>NDJSON of recipe runs <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> - 1, a minute apart.</summary>
    public static string RecipeRuns(int first, int count)
    {
        var lines = new StringBuilder();
        for (int number = first; number < first + count; number++)
        {
            DateTimeOffset created = Start.AddMinutes(number);
            lines.Append(JsonSerializer.Serialize(new
            {
                runId = Id(number), recipeId = "com.example.Recipe", recipeName = "A, recipe \"of\" ours", organizationId = "Default",
                recipeRunState = "FINISHED", repositoryOrigin = "git.example.com", repositoryPath = "group/repository", repositoryBranch = "main",
                recipeRunUserEmail = "ada@example.com", errorMarkers = 0, warningMarkers = 1, infoMarkers = 2, debugMarkers = 3,
                totalFilesResults = number, totalFilesSearched = 10, totalFilesChanges = 1, timeSavingsInMinutes = 5,
                astLoadInMilliseconds = 1000, recipeRunInMilliseconds = 2000, dependencyResolutionInMilliseconds = 30,
                recipeRunCreatedAt = Time(created), recipeRunUpdatedAt = Time(created.AddSeconds(30)), stack = "example", priority = "NORMAL",
            })).Append('\n');
        }

        return lines.ToString();
    }

    /// <summary>One audit event.</summary>
    public static string AuditEvent(string id, string description = "Create token", string timestamp = "2026-03-01T10:00:00Z") => JsonSerializer.Serialize(new
    {
        id, timestamp, userId = "ada@example.com", target = "access.tokens", action = "create.token", actionType = "Create", description, outcome = "Success",
    }) + "\n";

    public static string Id(int number) => "run-" + number.ToString("D6", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
