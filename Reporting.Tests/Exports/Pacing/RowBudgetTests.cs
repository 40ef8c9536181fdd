using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;
using Reporting.Exports.Pacing;

namespace Reporting.Tests.Exports.Pacing;

/// <summary>The budget keeps its rate over any length of time, and gives way to a busy service.</summary>
public sealed class RowBudgetTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_example_holds()
    {
        var budget = new RowBudget(10_000, _time);
        Assert.True(budget.TryTake(2_100)); // 2,500 are saved at the start.
        Assert.True(budget.TryTake(1_000));
        Assert.False(budget.TryTake(1_000));
        Assert.InRange(budget.Wait().TotalMilliseconds, 60, 60.2);

        budget.GiveWay(null);
        Assert.Equal(7_000, budget.Rate, 1e-6);
        _time.Advance(TimeSpan.FromSeconds(1));
        budget.Wait();
        Assert.Equal(7_500, budget.Rate, 1e-6);
        _time.Advance(TimeSpan.FromSeconds(5));
        budget.Wait();
        Assert.Equal(10_000, budget.Rate, 1e-6);
    }

    [Fact]
    public void Whatever_is_taken_and_given_back_the_rate_is_kept()
    {
        Gen<(int Rows, int Unused, int Milliseconds)> page =
            from rows in Gen.Choose(1, 1_000)
            from unused in Gen.Choose(0, rows)
            from pause in Gen.Choose(0, 400)
            select (rows, unused, pause);
        Prop.ForAll(Arb.From(page.ListOf(200)), pages =>
        {
            var time = new FakeTimeProvider();
            var budget = new RowBudget(5_000, time);
            long started = time.GetTimestamp();
            long read = 0;
            foreach ((int rows, int unused, int milliseconds) in pages)
            {
                while (!budget.TryTake(rows))
                {
                    time.Advance(budget.Wait() + TimeSpan.FromTicks(1));
                }

                read += rows - unused;
                budget.GiveBack(unused);
                time.Advance(TimeSpan.FromMilliseconds(milliseconds % 7 == 0 ? milliseconds : 0));

                // What was saved at the start, and the one page that may go beyond what is left.
                Assert.InRange(read, 0, 1_250 + 1_000 + (time.GetElapsedTime(started).TotalSeconds * 5_000));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 100)));
    }

    [Fact]
    public void A_late_timer_costs_no_rate()
    {
        var budget = new RowBudget(10_000, _time);
        long read = 0;
        for (int tick = 0; tick < 100; tick++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
            while (budget.TryTake(1_000))
            {
                read += 1_000;
            }
        }

        Assert.InRange(read, 200_000, 203_000);
    }

    [Fact]
    public void Nothing_is_asked_before_the_time_that_the_service_named()
    {
        var budget = new RowBudget(10_000, _time);
        budget.GiveWay(TimeSpan.FromSeconds(3));
        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(budget.TryTake(1));
        Assert.Equal(TimeSpan.FromSeconds(0.1), budget.Wait());
        _time.Advance(budget.Wait());

        Assert.True(budget.TryTake(1));
    }

    [Fact]
    public void What_is_turned_away_together_counts_once_and_a_page_now_and_then_is_always_asked_for()
    {
        var budget = new RowBudget(10_000, _time);
        budget.GiveWay(null);
        budget.GiveWay(null);
        Assert.Equal(7_000, budget.Rate, 1e-6);
        for (int again = 0; again < 50; again++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            budget.GiveWay(null);
        }

        Assert.InRange(budget.Rate, 1_000, 2_000);
    }

    [Fact]
    public void Another_limit_holds_at_once_and_is_grown_into_after_a_busy_time()
    {
        var budget = new RowBudget(10_000, _time);
        budget.Limit(2_500);
        Assert.Equal(2_500, budget.Rate, 1e-6);
        budget.Limit(10_000);
        Assert.Equal(10_000, budget.Rate, 1e-6);
        budget.GiveWay(null);
        budget.Limit(20_000);
        Assert.Equal(7_000, budget.Rate, 1e-6);
    }
}
