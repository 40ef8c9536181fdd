using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;
using Reporting.Activity.Records;
using Reporting.Activity.Writing;

namespace Reporting.Tests.Activity.Writing;

public sealed class ActivityWriterTests(AzuriteServer azurite)
{
    [Fact]
    public async Task Writing_again_changes_nothing()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);
        foreach (int count in new[] { 3, 40, 250 })
        {
            List<AuditEvent> rows = SampleActivity.Many(count, number => SampleActivity.Event(number));
            await rig.Writer.WriteAsync(rows, cancellationToken);
            List<TableEntity> before = await rig.RowsAsync(AuditEvents.Table);
            Assert.Equal(count, before.Count);
            WriteResult again = await rig.Writer.WriteAsync(rows, cancellationToken);
            Assert.Equal((0, 0, count), (again.Inserted, again.Replaced, again.Unchanged));
            Assert.Equal(before.Select(row => row.ETag), (await rig.RowsAsync(AuditEvents.Table)).Select(row => row.ETag));
        }
    }

    [Fact]
    public async Task A_row_has_every_column_and_its_stamps()
    {
        var time = new FakeTimeProvider(SampleActivity.Start.AddDays(1));
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, time);
        await rig.Writer.WriteAsync([SampleActivity.Run(4) with { RecipeName = "lone \uD800", Stack = null, Priority = "" }], TestContext.Current.CancellationToken);
        TableEntity row = Assert.Single(await rig.RowsAsync(RecipeRuns.Table));
        Assert.Equal("2026-01-28T09:14:57.012Z", row.GetString("recipeRunCreatedAt"));
        Assert.Equal("FINISHED", row.GetString("recipeRunState"));
        Assert.Equal("lone \uFFFD", row.GetString("recipeName"));
        Assert.Equal(4, row.GetInt32("errorMarkers"));
        Assert.Equal(2_147_483_648L, row.GetInt64("timeSavingsInMinutes"));
        Assert.False(row.ContainsKey("stack"));
        Assert.False(row.ContainsKey("warningMarkers"));
        Assert.Equal("", row.GetString("priority"));
        Assert.Equal("2026-01-29T08:46:57.012Z", row.GetString("firstIngestedAt"));
        Assert.Equal("2026-01-29T08:46:57.012Z", row.GetString("changedAt"));
    }

    [Fact]
    public async Task The_last_phase_stays_in_whatever_order_phases_come()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        AuditEvent[] events = [SampleActivity.Event(1, AuditOutcome.Started), SampleActivity.Event(1, AuditOutcome.Failed)];
        RecipeRun[] runs = [SampleActivity.Run(1, 0, RecipeRunState.Queued), SampleActivity.Run(1, 1, RecipeRunState.Running), SampleActivity.Run(1, 2)];
        CommitRecord[] commits = [SampleActivity.Commit(1, 0, CommitState.Queued), SampleActivity.Commit(1, 1, CommitState.Processing), SampleActivity.Commit(1, 2)];
        foreach (int[] order in new int[][] { [0, 1, 2], [2, 1, 0], [1, 2, 0], [1, 1, 0, 2, 2], [2] })
        {
            ActivityRig one = await ActivityRig.CreateAsync(azurite);
            foreach (int phase in order)
            {
                await one.Writer.WriteAsync([events[Math.Min(phase, 1)]], cancellationToken);
                await one.Writer.WriteAsync([runs[phase]], cancellationToken);
                await one.Writer.WriteAsync([commits[phase]], cancellationToken);
            }

            await AssertLastAsync(one);
            ActivityRig together = await ActivityRig.CreateAsync(azurite);
            await together.Writer.WriteAsync([.. order.Select(phase => events[Math.Min(phase, 1)])], cancellationToken);
            await together.Writer.WriteAsync([.. order.Select(phase => runs[phase])], cancellationToken);
            WriteResult result = await together.Writer.WriteAsync([.. order.Select(phase => commits[phase])], cancellationToken);
            Assert.Equal((1, 0, order.Length - 1), (result.Inserted, result.Replaced, result.Unchanged));
            await AssertLastAsync(together);
        }

        static async Task AssertLastAsync(ActivityRig rig)
        {
            Assert.Equal("Failed", Assert.Single(await rig.RowsAsync(AuditEvents.Table)).GetString("outcome"));
            Assert.Equal("FINISHED", Assert.Single(await rig.RowsAsync(RecipeRuns.Table)).GetString("recipeRunState"));
            Assert.Equal("COMPLETED", Assert.Single(await rig.RowsAsync(Commits.Table)).GetString("commitState"));
            Assert.Equal("COMPLETED", Assert.Single(await rig.RowsAsync(Commits.TableByRun)).GetString("commitState"));
        }
    }

    [Fact]
    public async Task At_one_update_time_the_state_that_is_further_along_stays_in_any_order_and_calls()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        RecipeRunState[] ends = [RecipeRunState.Finished, RecipeRunState.Error, RecipeRunState.Canceled, RecipeRunState.Unavailable];
        RecipeRunState[] ways = [.. Enum.GetValues<RecipeRunState>().Except(ends)];
        CommitState[] commitEnds = [CommitState.Completed, CommitState.Failed, CommitState.NoChanges, CommitState.Canceled, CommitState.Orphaned];
        RecipeRun[] ended = [.. ends.SelectMany(end => ways.Select(_ => end)).Select((end, number) => SampleActivity.Run(number, 0, end))];
        RecipeRun[] going = [.. ends.SelectMany(_ => ways).Select((way, number) => SampleActivity.Run(number, 0, way))];
        CommitRecord[] made = [.. commitEnds.SelectMany(end => new[] { end, end }).Select((end, number) => SampleActivity.Commit(number, 0, end))];
        CommitRecord[] making = [.. commitEnds.SelectMany(_ => new[] { CommitState.Queued, CommitState.Processing }).Select((way, number) => SampleActivity.Commit(number, 0, way))];

        foreach (int order in new[] { 0, 1, 2, 3 })
        {
            ActivityRig rig = await ActivityRig.CreateAsync(azurite);
            foreach (bool first in order switch { 0 => new[] { true, false }, 1 => [false, true], _ => [] })
            {
                await rig.Writer.WriteAsync(first ? ended : going, cancellationToken);
                await rig.Writer.WriteAsync(first ? made : making, cancellationToken);
            }

            if (order >= 2)
            {
                await rig.Writer.WriteAsync<RecipeRun>(order == 2 ? [.. ended, .. going] : [.. going, .. ended], cancellationToken);
                await rig.Writer.WriteAsync<CommitRecord>(order == 2 ? [.. made, .. making] : [.. making, .. made], cancellationToken);
            }

            Assert.Equal(ended.Select(run => WireName.Of(run.RecipeRunState)), (await rig.RowsAsync(RecipeRuns.Table)).OrderBy(row => row.RowKey, StringComparer.Ordinal).Select(row => row.GetString("recipeRunState")));
            foreach (ActivityTable table in new[] { Commits.Table, Commits.TableByRun })
            {
                Assert.Equal(made.Select(commit => WireName.Of(commit.CommitState)), (await rig.RowsAsync(table)).OrderBy(row => row.RowKey, StringComparer.Ordinal).Select(row => row.GetString("commitState")));
            }
        }
    }

    [Fact]
    public async Task Update_times_are_compared_as_they_were_sent_not_as_they_are_stored()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        RecipeRun later = SampleActivity.Run(1, 0, RecipeRunState.Running) with { RecipeRunUpdatedAt = SampleActivity.Start.AddTicks(9) };
        RecipeRun earlier = SampleActivity.Run(1, 0, RecipeRunState.Finished) with { RecipeRunUpdatedAt = SampleActivity.Start.AddTicks(8) };
        foreach (RecipeRun[][] calls in new RecipeRun[][][] { [[later], [earlier]], [[earlier], [later]], [[later, earlier]], [[earlier, later]] })
        {
            ActivityRig rig = await ActivityRig.CreateAsync(azurite);
            foreach (RecipeRun[] call in calls)
            {
                await rig.Writer.WriteAsync(call, cancellationToken);
            }

            TableEntity row = Assert.Single(await rig.RowsAsync(RecipeRuns.Table));
            Assert.Equal(("RUNNING", "2026-01-28T08:46:57.012Z"), (row.GetString("recipeRunState"), row.GetString("recipeRunUpdatedAt")));
            WriteResult again = await rig.Writer.WriteAsync([later], cancellationToken);
            Assert.Equal((0, 0, 1), (again.Inserted, again.Replaced, again.Unchanged));
        }
    }

    [Fact]
    public async Task A_row_of_the_version_before_which_kept_milliseconds_only_goes_on()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);
        await rig.Writer.WriteAsync([SampleActivity.Run(1, 0, RecipeRunState.Running)], cancellationToken);
        TableEntity before = Assert.Single(await rig.RowsAsync(RecipeRuns.Table));
        Assert.False(before.ContainsKey("phaseTicks"));

        Assert.Equal(1, (await rig.Writer.WriteAsync([SampleActivity.Run(1, 0, RecipeRunState.Running)], cancellationToken)).Unchanged);
        Assert.Equal(1, (await rig.Writer.WriteAsync([SampleActivity.Run(1, -1)], cancellationToken)).Unchanged);
        Assert.Equal(1, (await rig.Writer.WriteAsync([SampleActivity.Run(1, 0) with { RecipeRunUpdatedAt = SampleActivity.Time(1).AddTicks(1) }], cancellationToken)).Replaced);
        Assert.Equal(1, (await rig.RowsAsync(RecipeRuns.Table)).Single().GetInt32("phaseTicks"));
    }

    [Fact]
    public async Task A_change_moves_changedAt_and_never_firstIngestedAt()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        var time = new FakeTimeProvider(SampleActivity.Start);
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, time);
        await rig.Writer.WriteAsync([SampleActivity.Event(1, AuditOutcome.Started)], cancellationToken);
        time.Advance(TimeSpan.FromHours(1));
        WriteResult change = await rig.Writer.WriteAsync([SampleActivity.Event(1)], cancellationToken);
        Assert.Equal((0, 1, 0), (change.Inserted, change.Replaced, change.Unchanged));
        time.Advance(TimeSpan.FromHours(1));
        WriteResult none = await rig.Writer.WriteAsync([SampleActivity.Event(1, AuditOutcome.Failed), SampleActivity.Event(1, AuditOutcome.Started)], cancellationToken);
        Assert.Equal(2, none.Unchanged);
        TableEntity row = Assert.Single(await rig.RowsAsync(AuditEvents.Table));
        Assert.Equal(("2026-01-28T08:46:57.012Z", "2026-01-28T09:46:57.012Z", "Success"), (row.GetString("firstIngestedAt"), row.GetString("changedAt"), row.GetString("outcome")));
    }

    [Fact]
    public async Task Lines_of_one_call_in_any_order_leave_the_same_rows()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;

        // Rows of one phase that differ, several phases, several hours: 60 lines for 12 keys.
        List<RecipeRun> rows = [.. Enumerable.Range(0, 60).Select(number => SampleActivity.Run(number % 12, number % 3, (RecipeRunState)(number % 9)) with { Stack = number % 5 == 0 ? null : "s" + (number % 7) })];
        List<string>? expected = null;
        for (int seed = 0; seed < (LongTests.Enabled ? 40 : 5); seed++)
        {
            RecipeRun[] shuffled = [.. rows];
            new Random(seed).Shuffle(shuffled);
            ActivityRig rig = await ActivityRig.CreateAsync(azurite);
            WriteResult result = await rig.Writer.WriteAsync(shuffled, cancellationToken);
            Assert.Equal((12, 0, 48), (result.Inserted, result.Replaced, result.Unchanged));
            List<string> content = await rig.ContentAsync(RecipeRuns.Table);
            expected ??= content;
            Assert.Equal(expected, content);
        }
    }

    [Fact]
    public async Task A_batch_of_new_old_and_changed_rows_is_sorted_out()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);

        // All in one hour: one partition, one batch.
        RecipeRun[] first = [.. Enumerable.Range(0, 60).Select(number => InOneHour(number, 1))];
        await rig.Writer.WriteAsync(first, cancellationToken);
        RecipeRun[] second = [.. Enumerable.Range(30, 60).Select(number => InOneHour(number, number % 2 == 0 ? 2 : 1))];
        WriteResult result = await rig.Writer.WriteAsync(second, cancellationToken);
        Assert.Equal((30, 15, 15), (result.Inserted, result.Replaced, result.Unchanged));
        Assert.Equal(90, (await rig.RowsAsync(RecipeRuns.Table)).Count);

        static RecipeRun InOneHour(int number, int minutesLater) => SampleActivity.Run(number, minutesLater) with { RecipeRunCreatedAt = SampleActivity.Start.AddSeconds(number) };
    }

    [Fact]
    public async Task Rows_that_break_a_rule_are_rejected_by_place_and_the_others_stored()
    {
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);
        WriteResult result = await rig.Writer.WriteAsync(
            [SampleActivity.Commit(0), SampleActivity.Commit(1) with { CommitId = "a/b" }, SampleActivity.Commit(2) with { Message = new string('x', 32_769) }, SampleActivity.Commit(3)],
            TestContext.Current.CancellationToken);
        Assert.Equal(2, result.Accepted);
        Assert.Equal([(1, "commitId"), (2, "message")], result.Rejected.Select(row => (row.Index, row.Field)));
        await Assert.ThrowsAsync<ArgumentException>(() => rig.Writer.WriteOwnAsync([SampleActivity.Event(1) with { Id = "" }], before: null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_commit_that_names_another_time_for_its_run_is_rejected_and_leaves_nothing()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);
        CommitRecord commit = SampleActivity.Commit(1);
        await rig.Writer.WriteAsync([commit], cancellationToken);
        WriteResult result = await rig.Writer.WriteAsync([commit with { RecipeRunCreatedAt = commit.RecipeRunCreatedAt.AddMinutes(1), CommitModifiedAt = commit.CommitModifiedAt.AddDays(1) }], cancellationToken);
        Assert.Equal("recipeRunCreatedAt", Assert.Single(result.Rejected).Field);
        Assert.Single(await rig.RowsAsync(Commits.Table));
        Assert.Single(await rig.RowsAsync(Commits.TableByRun));
    }

    [Fact]
    public async Task Commits_whose_ids_run_together_are_kept_apart()
    {
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);
        CommitRecord commit = SampleActivity.Commit(1);
        WriteResult result = await rig.Writer.WriteAsync([commit with { CommitId = "a-b", RunId = "c" }, commit with { CommitId = "a", RunId = "b-c" }], TestContext.Current.CancellationToken);
        Assert.Equal(2, result.Inserted);
        Assert.Equal(["a", "a-b"], (await rig.RowsAsync(Commits.Table)).Select(row => row.GetString("commitId")).Order(StringComparer.Ordinal));
        Assert.Equal(2, (await rig.RowsAsync(Commits.TableByRun)).Count);
    }
}
