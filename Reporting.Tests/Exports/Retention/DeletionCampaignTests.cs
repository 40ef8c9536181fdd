using Azure;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Reporting.Activity;
using Reporting.Activity.Keys;
using Reporting.Activity.Writing;
using Reporting.Composition;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Exports.Planning;
using Reporting.Exports.Requests;
using Reporting.Schedules.Retention;
using Reporting.Tests.Activity;
using Reporting.Tests.Faults;

namespace Reporting.Tests.Exports.Retention;

/// <summary>Long: three weeks in which exports of everything and the deletion of old activity run at the same time, the deletion under faults and killed at random.</summary>
public sealed class DeletionCampaignTests(AzuriteServer azurite)
{
    private const int Events = 6000;
    private const int Days = 10;
    private static readonly TimeSpan Between = TimeSpan.FromDays(20) / Events;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exports_beside_a_deletion_that_fails_and_dies_hold_every_row_of_their_range()
    {
        LongTests.SkipUnlessEnabled();
        string account = azurite.NewAccount();
        var time = new FakeTimeProvider(SampleActivity.Start.AddDays(20));
        await using FaultProxy proxy = await FaultProxy.StartAsync(account, Token);
        await using ExportRig exports = Rig(account, time);
        await using ExportRig deletion = Rig(proxy.ConnectionString, time);
        await StorageSetup.CreateAsync(exports.Storage, Token);
        await exports.Get<ActivityWriter>().WriteAsync(SampleActivity.Many(Events, number => SampleActivity.Event(number) with { Timestamp = TimeOf(number) }), Token);
        Fault fault = KnownFaults.Random(11, KnownFaults.LostResponse, KnownFaults.InternalError, KnownFaults.Reset, KnownFaults.DeliveredTwice, KnownFaults.ErrorAfterSuccess);
        proxy.Add(request => SeededChance.Draw(7, request.Number, 0) < 0.03, fault);
        var chance = new Random(5);
        for (int day = 0; day < 12; day++)
        {
            ExportJob job = (await exports.Get<ExportIntake>().StartAsync(new ExportStart { Input = new ExportInput { Report = "audit-logs", Columns = ["id"] }, RequestedBy = "admin@localhost" }, Token)).Job!;
            bool plannedBefore = chance.Next(2) == 0;
            if (plannedBefore)
            {
                await exports.PlanAsync(job);
            }

            time.Advance(TimeSpan.FromDays(1));
            Task run = RunAndDieAsync(deletion, chance.Next(3) == 0 ? TimeSpan.FromMilliseconds(chance.Next(400)) : Timeout.InfiniteTimeSpan);
            ExportJob ended = await exports.RunAsync(job.Id);
            await run;
            await CheckAsync(exports, ended);
        }

        proxy.Clear();
        await deletion.Get<RetentionRun>().RunAsync(Token);
        await deletion.Get<RetentionRun>().RunAsync(Token);
        DateTimeOffset before = exports.Get<IOptions<ActivityOptions>>().Value.DeletedBefore(time.GetUtcNow())!.Value;
        List<string> left = await exports.Storage.Tables.GetTableClient("auditevents").QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: Token).Select(row => row.RowKey).ToListAsync(Token);
        Assert.DoesNotContain(left, key => string.CompareOrdinal(key, ActivityKeys.Ticks(before)) < 0);
        Assert.Equal(Enumerable.Range(0, Events).Count(number => TimeOf(number) >= before), left.Count(key => key.Contains("-event-", StringComparison.Ordinal)));
    }

    private static async Task CheckAsync(ExportRig exports, ExportJob ended)
    {
        Assert.Equal((ExportState.Successful, ""), (ended.State, ended.StateMessage));
        StoredPlan plan = (await PlanFile.FindAsync(exports.Files, ended.Id, Token))!;
        string[] expected = [.. Enumerable.Range(0, Events).Where(number => TimeOf(number) >= plan.Since && TimeOf(number) < plan.Until).Select(number => SampleActivity.Event(number).Id)];
        string[] found = [.. (await exports.ReadTextAsync(ended.FileName)).Split('\n').Where(line => line.StartsWith("event-", StringComparison.Ordinal))];
        Assert.Equal(expected, found);
    }

    private static async Task RunAndDieAsync(ExportRig deletion, TimeSpan after)
    {
        using var kill = new CancellationTokenSource(after, TimeProvider.System);
        try
        {
            await deletion.Get<RetentionRun>().RunAsync(kill.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or RequestFailedException or AggregateException)
        {
            // As a host that is killed, or a service that stays away: the next run goes on.
        }
    }

    private static ExportRig Rig(string account, FakeTimeProvider time)
    {
        var rig = new ExportRig(account, null, time: time);
        rig.Get<IOptions<ActivityOptions>>().Value.RetentionDays = Days;
        return rig;
    }

    private static DateTimeOffset TimeOf(int number) => SampleActivity.Start + (number * Between);
}
