using Reporting.Schedules.Requests;
using Reporting.Tests.Activity;

namespace Reporting.Tests.Schedules;

/// <summary>What <c>verify --chain</c> tells of a schedule's deliveries beside that they are unbroken.</summary>
public sealed class VerifiedChainTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gaps_missing_files_parts_changed_rules_and_uncovered_times_are_told_and_another_schedule_is_refused()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite, configure: options => options.MaxCatchUpSlots = 1);
        ScheduleInput whole = ScheduleRig.Input("recipe-runs");
        await rig.PutAsync(whole);
        await rig.Writer.WriteAsync([SampleActivity.Run(1)], Token);
        await rig.TickAsync(TimeSpan.FromHours(1));
        await rig.TickAsync(TimeSpan.FromHours(3)); // Two slots are skipped.
        using (DownloadedChain plain = await DownloadedChain.DownloadAsync(rig, Token))
        {
            (int code, string said) = await plain.VerifyAsync((await rig.FindAsync()).HeadManifestSha256!, "--schedule", "hourly");
            Assert.Equal(0, code);
            foreach (string fact in new[]
            {
                "4 manifests, unbroken. 2 files as signed, 2 gaps. ", "  schedule       hourly ", "  slots          2026-03-01T13:00:00.000Z to 2026-03-01T16:00:00.000Z ", "  report         recipe-runs as CSV ",
                "  changes        from 2026-03-01T12:00:00.000Z to before 2026-03-01T15:55:00.000Z ", "  rows           1 ", "  gap            2026-03-01T14:00:00.000Z: ", "  gap            2026-03-01T15:00:00.000Z: ", "WARNING: 2 slots have no file (gap).",
            })
            {
                Assert.Contains(fact, said, StringComparison.Ordinal);
            }

            Assert.Equal(2, said.Split("WARNING: ").Length);
            (code, said) = await plain.VerifyAsync((await rig.FindAsync()).HeadManifestSha256!, "--schedule", "daily");
            Assert.Equal(1, code);
            Assert.Contains("is of the schedule hourly, not of daily.", said, StringComparison.Ordinal);
        }

        // Filters, columns, another report, a window that begins later than the last one ended, and all rows again.
        await rig.PutAsync(whole with { Filters = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["user"] = ["ada@example.com"] }, Columns = ["recipeId"] });
        await rig.TickAsync(TimeSpan.FromHours(1));
        await rig.PutAsync(ScheduleRig.Input("commits") with { Since = rig.Time.GetUtcNow().AddMinutes(-2) });
        await rig.TickAsync(TimeSpan.FromHours(1));
        using DownloadedChain chain = await DownloadedChain.DownloadAsync(rig, Token);
        string taken = chain.TakeAFile();
        (int code2, string all) = await chain.VerifyAsync((await rig.FindAsync()).HeadManifestSha256!);
        Assert.Equal(0, code2);
        foreach (string warning in new[]
        {
            "WARNING: From slot 2026-03-01T17:00:00.000Z on, files are a part of the log: only rows with user = ada@example.com; without the columns ", "WARNING: Slot 2026-03-01T18:00:00.000Z is another report than slot 2026-03-01T17:00:00.000Z: recipe-runs as CSV became commits as CSV.",
            "WARNING: From slot 2026-03-01T18:00:00.000Z on, files have every row and default column; those before do not.",
            "WARNING: No file covers the changes from 2026-03-01T16:55:00.000Z to before 2026-03-01T16:58:00.000Z (between slot 2026-03-01T17:00:00.000Z and slot 2026-03-01T18:00:00.000Z).", $"WARNING: {taken} is not here, so it was not checked.",
        })
        {
            Assert.Contains(warning, all, StringComparison.Ordinal);
        }
    }
}
