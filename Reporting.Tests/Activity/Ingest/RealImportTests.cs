using System.Diagnostics;
using System.Globalization;
using Reporting.Activity;
using Reporting.Activity.Counts;
using Reporting.Activity.Ingest;
using Reporting.Tests.Storage;

namespace Reporting.Tests.Activity.Ingest;

public sealed class RealImportTests(AzuriteServer azurite, ITestOutputHelper output)
{
    private static readonly (ActivityTable Table, string File, int Rows)[] Files =
    [
        (ActivityTable.AuditEvents, "audit-events", RealData.AuditEvents),
        (ActivityTable.RecipeRuns, "recipe-runs", RealData.RecipeRuns),
        (ActivityTable.Commits, "commits", RealData.Commits),
    ];

    [Fact]
    public async Task The_real_activity_is_imported_whole_and_a_second_time_without_change()
    {
        RealData.SkipUnlessPresent();
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);
        foreach ((ActivityTable table, string file, int rows) in Files)
        {
            long started = Stopwatch.GetTimestamp();
            IngestResult result = await rig.Ingest.IngestAsync(table, RealData.Open(file), IngestLimits.File, null, cancellationToken);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s"));
            Assert.Equivalent(new { Received = (long)rows, Inserted = (long)rows, Replaced = 0L, Unchanged = 0L, Refused = 0L, Complete = true }, result);
            IReadOnlyList<HourCount> counts = await rig.Counts.ReadAsync(table, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100), cancellationToken);
            Assert.Equal(rows, counts.Sum(hour => hour.Total));
        }

        foreach ((ActivityTable table, string file, int rows) in Files)
        {
            long started = Stopwatch.GetTimestamp();
            IngestResult result = await rig.Ingest.IngestAsync(table, RealData.Open(file), IngestLimits.File, null, cancellationToken);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file} again: {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s"));
            Assert.Equivalent(new { Received = (long)rows, Inserted = 0L, Replaced = 0L, Unchanged = (long)rows, Refused = 0L, Complete = true }, result);
        }
    }
}
