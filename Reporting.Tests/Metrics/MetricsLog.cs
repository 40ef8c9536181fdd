using Reporting.Tests.Api;

namespace Reporting.Tests.Metrics;

/// <summary>Runs and commits that a test makes up, as lines.</summary>
internal static class MetricsLog
{
    /// <summary>A run on a repository.</summary>
    public static string Run(
        string runId, DateTimeOffset createdAt, string repository = "shop/checkout", string organization = "Payments & Billing", string recipe = "org.example.java.UpgradeJava", string? recipeName = "Upgrade Java",
        string user = "ada@example.com", string state = "FINISHED", int files = 2, int minutes = 30, int updatedSeconds = 60, string branch = "main") => JsonSerializer.Serialize(new
        {
            runId, recipeId = recipe, recipeName, organizationId = organization.Length == 0 ? null : organization, recipeRunState = state, repositoryOrigin = "git.example.com", repositoryPath = repository,
            repositoryBranch = branch, recipeRunUserEmail = user, totalFilesChanges = files, timeSavingsInMinutes = minutes, recipeRunCreatedAt = Text(createdAt),
            recipeRunUpdatedAt = Text(createdAt.AddSeconds(updatedSeconds)),
        });

    /// <summary>A commit of a run.</summary>
    public static string Commit(string commitId, string runId, DateTimeOffset runCreatedAt, string repository = "shop/checkout", string state = "COMPLETED", string type = "PullRequest", int hours = 1, string branch = "main") =>
        JsonSerializer.Serialize(new
        {
            commitId, runId, recipeRunCreatedAt = Text(runCreatedAt), organizationId = "another", repositoryOrigin = "git.example.com", repositoryPath = repository, repositoryBranch = branch, type,
            commitState = state, commitUserEmail = "grace@example.com", commitCreatedAt = Text(runCreatedAt.AddHours(1)), commitModifiedAt = Text(runCreatedAt.AddHours(1 + hours)),
        });

    /// <summary>The answer to a question about numbers.</summary>
    public static async Task<JsonElement> MetricsAsync(this ApiHost host, string query)
    {
        ApiResponse response = await host.GetAsync("/api/metrics?" + query);
        Assert.True(response.Status == 200, response.Text);
        return response.Json;
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
