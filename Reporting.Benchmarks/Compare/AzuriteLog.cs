using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Reporting.Activity;
using Reporting.Activity.Buckets;
using Reporting.Activity.Records;
using Reporting.Activity.Writing;
using Reporting.Benchmarks.Data;
using Reporting.Composition;
using Reporting.Storage;

namespace Reporting.Benchmarks.Compare;

/// <summary>Puts a computed log into a real table service, through the writer.</summary>
internal static class AzuriteLog
{
    private const int RowsACall = 5_000;

    public static async Task FillAsync(string connectionString, BenchmarkLog log)
    {
        ReportingStorage storage = ReportingStorageFactory.Create(connectionString);
        await StorageSetup.CreateAsync(storage);
        var writer = new ActivityWriter(
            storage, new BucketSettings(storage, TimeProvider.System), Options.Create(new IngestOptions()), TimeProvider.System, NullLogger<ActivityWriter>.Instance);
        for (long first = 0; first < log.Rows; first += RowsACall)
        {
            await writer.WriteAsync([.. Enumerable.Range(0, (int)Math.Min(RowsACall, log.Rows - first)).Select(row => Run(log, first + row))]);
        }
    }

    private static RecipeRun Run(BenchmarkLog log, long index)
    {
        var time = new DateTimeOffset(log.TicksOf(index), TimeSpan.Zero);
        long number = index * 7919 % 100_000;
        return new RecipeRun
        {
            RunId = string.Create(CultureInfo.InvariantCulture, $"run-{index:D10}"), RecipeId = Text("recipeId"), RecipeName = Text("recipeName").Replace("\\", "", StringComparison.Ordinal),
            OrganizationId = Text("organizationId"), RecipeRunState = RecipeRunState.Finished, RepositoryOrigin = Text("repositoryOrigin"), RepositoryPath = Text("repositoryPath"),
            RepositoryBranch = Text("repositoryBranch"), RecipeRunUserEmail = Text("recipeRunUserEmail"), ErrorMarkers = number, WarningMarkers = number, InfoMarkers = number,
            DebugMarkers = number, TotalFilesResults = number, TotalFilesSearched = number, TotalFilesChanges = number, TimeSavingsInMinutes = number, AstLoadInMilliseconds = number,
            RecipeRunInMilliseconds = number, DependencyResolutionInMilliseconds = number, RecipeRunCreatedAt = time, RecipeRunUpdatedAt = time, Stack = Text("stack"), Priority = Text("priority"),
        };
    }

    private static string Text(string column) => BenchmarkLog.TextOf(column);
}
