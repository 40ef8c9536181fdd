using Reporting.Exports.Manifests;
using Reporting.Schedules;
using Reporting.Schedules.Turns;
using Reporting.Tests.Activity;
using Reporting.Tests.Faults;

namespace Reporting.Tests.Schedules;

/// <summary>Whatever write of a turn fails or loses its answer, the slot has one file, and the chain is whole.</summary>
public sealed class LostResponseTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Faults => ["lost", "twice", "failed after"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Each_write_of_a_turn_may_lose_its_answer(string fault)
    {
        LongTests.SkipUnlessEnabledOr(quick: fault is "lost");

        FaultProxy? proxy = null;
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite, async account => (proxy = await FaultProxy.StartAsync(account, Token)).ConnectionString);
        await using FaultProxy faults = proxy!;
        await rig.PutAsync();
        await rig.Writer.WriteAsync([SampleActivity.Event(1)], Token);
        Fault meets = fault switch { "lost" => KnownFaults.LostResponse, "twice" => KnownFaults.DeliveredTwice, _ => KnownFaults.ErrorAfterSuccess };
        int writes = 0;

        // Every write to the schedule's row and to what is delivered, the first time it is tried.
        faults.Add(request => request.Method is not ("GET" or "HEAD") && IsOfTurn(request.Target) && Interlocked.Increment(ref writes) % 2 == 1, meets);
        await rig.TickAsync(TimeSpan.FromHours(1));
        await rig.TickAsync();

        faults.Clear();
        await rig.TickAsync();
        Assert.True(writes >= 6, "The faults meet the writes.");
        Assert.Equal((1L, Manifest.Export), (Assert.Single(await rig.VerifiedChainAsync()).Rows, (await rig.VerifiedChainAsync())[0].Kind));
        Assert.Single(rig.Runner.Started);
        Assert.Equal(SlotState.Successful, (await rig.FindAsync()).LastResult!.State);
    }

    [Fact]
    public async Task A_process_that_dies_before_any_request_of_a_turn_leaves_nothing_half()
    {
        FaultProxy? proxy = null;
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite, async account => (proxy = await FaultProxy.StartAsync(account, Token)).ConnectionString);
        await using FaultProxy faults = proxy!;
        await rig.PutAsync();
        int hours = 0;
        for (int dies = 1; dies <= 14; dies += LongTests.Enabled ? 1 : 5)
        {
            using var death = CancellationTokenSource.CreateLinkedTokenSource(Token);
            int left = dies;
            faults.Add(request => IsOfTurn(request.Target) && Interlocked.Decrement(ref left) == 0, async exchange =>
            {
                await death.CancelAsync();
                exchange.Reset();
            });
            rig.Time.Advance(TimeSpan.FromHours(1));
            hours++;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await rig.Get<ScheduleTick>().RunAsync(death.Token);
                death.Token.ThrowIfCancellationRequested();
                throw new OperationCanceledException(); // It had nothing more to ask.
            });
            faults.Clear();
            await rig.TickAsync();
        }

        Assert.Equal(hours, (await rig.VerifiedChainAsync()).Count);
        Assert.Equal(hours, rig.Runner.Started.Count);
    }

    private static bool IsOfTurn(string path) => path.Contains("schedule", StringComparison.Ordinal);
}
