using Reporting.Activity.Records;

namespace Reporting.Tests.Activity;

/// <summary>Records for tests: number n is always the same record, a few of them in each hour.</summary>
internal static class SampleActivity
{
    public static readonly DateTimeOffset Start = new(2026, 1, 28, 8, 46, 57, 12, TimeSpan.Zero);

    public static DateTimeOffset Time(int number) => Start.AddMinutes(number * 7);

    public static AuditEvent Event(int number, AuditOutcome outcome = AuditOutcome.Success) => new()
    {
        Id = Text("event", number), Timestamp = Time(number), UserId = "dev@example.com", Target = "recipe.runs", Action = "run.recipe", ActionType = AuditActionType.Create,
        Description = Text("Run, \"quoted\" \u00e9", number), Outcome = outcome, SourceAddress = number % 2 == 0 ? "10.0.0.1" : null, UserAgent = "tests",
    };

    public static RecipeRun Run(int number, int minutesLater = 1, RecipeRunState state = RecipeRunState.Finished) => new()
    {
        RunId = Text("run", number), RecipeId = "org.openrewrite.Recipe", RecipeName = "Recipe", OrganizationId = "Default", RecipeRunState = state, RepositoryOrigin = "github.com",
        RepositoryPath = "apache/maven", RepositoryBranch = "main", RecipeRunUserEmail = "dev@example.com", ErrorMarkers = number, TotalFilesChanges = number % 3 == 0 ? null : 1,
        TimeSavingsInMinutes = int.MaxValue + 1L, RecipeRunCreatedAt = Time(number), RecipeRunUpdatedAt = Time(number).AddMinutes(minutesLater), Stack = "acme", Priority = "NORMAL",
    };

    public static CommitRecord Commit(int number, int minutesLater = 1, CommitState state = CommitState.Completed) => new()
    {
        CommitId = Text("c", number), RunId = Text("run", number), RecipeRunCreatedAt = Time(number), OrganizationId = "Default", RepositoryOrigin = "github.com", RepositoryPath = "apache/maven",
        RepositoryBranch = "main", Type = CommitType.PullRequest, CommitState = state, CommitUserEmail = "dev@example.com", CommitCreatedAt = Time(number).AddHours(2),
        CommitModifiedAt = Time(number).AddHours(2).AddMinutes(minutesLater), Message = "A message", StateMessage = "",
    };

    public static List<T> Many<T>(int count, Func<int, T> make) => [.. Enumerable.Range(0, count).Select(make)];

    private static string Text(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number}");
}
