using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Reporting.Exports;
using Reporting.Exports.Pacing;
using Reporting.Storage.Paging;

namespace Reporting.Tests.Exports.Pacing;

/// <summary>All exports together stay within the rate, each gets its turn, and a busy account makes all give way.</summary>
public sealed class RowRateLimiterTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly RowRateLimiter _limiter;

    public RowRateLimiterTests() => _limiter = new RowRateLimiter(Options.Create(new ExportsOptions { MaxRowsPerSecond = 10_000 }), _time);

    public void Dispose() => _limiter.Dispose();

    [Fact]
    public void Readers_of_many_exports_together_keep_the_rate_and_use_all_of_it()
    {
        long read = 0;
        Run(TimeSpan.FromSeconds(30), ending => Task.WhenAll(Enumerable.Range(0, 40).Select(reader => ReadAsync($"export {reader % 5}", () => read += 1_000, ending))));

        Assert.InRange(read, 300_000, 304_000);
    }

    [Fact]
    public void An_export_of_one_reader_gets_as_much_as_one_of_sixteen()
    {
        int[] pages = new int[3];
        Run(TimeSpan.FromSeconds(60), ending => Task.WhenAll(
        [
            ReadAsync("small", () => pages[0]++, ending),
            .. Enumerable.Range(0, 16).Select(_ => ReadAsync("large", () => pages[1]++, ending)),
            .. Enumerable.Range(0, 4).Select(_ => ReadAsync("middle", () => pages[2]++, ending)),
        ]));

        Assert.All(pages, read => Assert.InRange(read, 190, 210));
    }

    [Fact]
    public async Task Who_gives_up_is_not_counted_and_holds_nobody_up()
    {
        IPageGate gate = _limiter.GateOf("a");
        await gate.EnterAsync(10_000, CancellationToken.None);
        using var cancellation = new CancellationTokenSource();
        Task gone = _limiter.GateOf("a").EnterAsync(1_000_000, cancellation.Token).AsTask();
        Task next = _limiter.GateOf("a").EnterAsync(1_000, CancellationToken.None).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        await next;
        Assert.Equal(10_000, _limiter.Rate, 1e-6);
    }

    [Fact]
    public async Task Rows_that_were_not_there_let_the_next_reader_in_at_once()
    {
        IPageGate gate = _limiter.GateOf("a");
        await gate.EnterAsync(20_000, CancellationToken.None);
        Task next = _limiter.GateOf("b").EnterAsync(1_000, CancellationToken.None).AsTask();
        Assert.False(next.IsCompleted);
        gate.GiveBack(19_000);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await next;
    }

    [Fact]
    public async Task A_few_readers_turned_away_have_met_their_partitions()
    {
        IPageGate[] gates = [.. Enumerable.Range(0, 16).Select(_ => _limiter.GateOf("a"))];
        for (int second = 0; second < 30; second++)
        {
            foreach (IPageGate gate in gates)
            {
                await gate.EnterAsync(100, CancellationToken.None);
            }

            for (int turnedAway = 0; turnedAway < 7; turnedAway++)
            {
                gates[(second + turnedAway) % gates.Length].Throttled(null, namesAccount: false);
            }

            _time.Advance(TimeSpan.FromSeconds(1.5));
        }

        Assert.Equal(10_000, _limiter.Rate, 1e-6);
    }

    [Fact]
    public async Task Half_of_the_readers_turned_away_have_met_the_account()
    {
        IPageGate[] gates = [.. Enumerable.Range(0, 4).Select(_ => _limiter.GateOf("a"))];
        foreach (IPageGate gate in gates)
        {
            await gate.EnterAsync(100, CancellationToken.None);
        }

        gates[0].Throttled(null, namesAccount: false);
        Assert.Equal(10_000, _limiter.Rate, 1e-6);
        gates[1].Throttled(null, namesAccount: false);
        Assert.Equal(7_000, _limiter.Rate, 1e-6);
    }

    [Fact]
    public void One_reader_told_of_the_account_makes_all_give_way()
    {
        _limiter.GateOf("a").Throttled(null, namesAccount: true);
        Assert.Equal(7_000, _limiter.Rate, 1e-6);
    }

    [Fact]
    public void One_reader_alone_makes_nobody_give_way()
    {
        IPageGate gate = _limiter.GateOf("a");
        for (int again = 0; again < 5; again++)
        {
            gate.Throttled(null, namesAccount: false);
        }

        Assert.Equal(10_000, _limiter.Rate, 1e-6);
    }

    [Fact]
    public void Writers_of_a_busy_account_get_their_part_and_readers_most_of_the_rest()
    {
        // An account of 8,000 rows a second, of which a writer wants 2,000; the exports may read 10,000.
        var account = new Account(8_000, _time);
        (long read, int written, int refused) = (0, 0, 0);
        Run(
            TimeSpan.FromSeconds(60),
            ending => Task.WhenAll(Enumerable.Range(0, 16).Select(reader => ReadAccountAsync(account, $"export {reader % 4}", () => read += 1_000, ending))),
            step =>
            {
                if (step % 5 == 0)
                {
                    _ = account.TryTake(100) ? written++ : refused++;
                }
            });

        Assert.Equal(60 * 20, written + refused);
        Assert.InRange(refused, 0, 60);
        Assert.InRange(read, 60 * 6_000 * 0.8, 60 * 6_500);
    }

    private async Task ReadAccountAsync(Account account, string export, Action page, CancellationToken ending)
    {
        IPageGate gate = _limiter.GateOf(export);
        while (!ending.IsCancellationRequested)
        {
            await gate.EnterAsync(1_000, ending);
            while (!account.TryTake(1_000))
            {
                gate.Throttled(null, namesAccount: true);
                await Task.Delay(TimeSpan.FromMilliseconds(400), _time, ending);
            }

            page();
            await Task.Delay(TimeSpan.FromMilliseconds(20), _time, ending);
        }
    }

    private async Task ReadAsync(string export, Action page, CancellationToken ending)
    {
        IPageGate gate = _limiter.GateOf(export);
        while (!ending.IsCancellationRequested)
        {
            await gate.EnterAsync(1_000, ending);
            page();
            await Task.Yield();
        }
    }

    // Time goes on in steps of 10 ms, and a waiter woken by one acts before the next: all on this thread.
    private void Run(TimeSpan time, Func<CancellationToken, Task> readers, Action<int>? step = null)
    {
        var pump = new PumpContext();
        using var ending = new CancellationTokenSource();
        Task all = Task.CompletedTask;
        pump.Run(() => all = readers(ending.Token));
        for (int number = 0; number < time.TotalMilliseconds / 10; number++)
        {
            pump.Run(() => _time.Advance(TimeSpan.FromMilliseconds(10)));
            step?.Invoke(number);
        }

        pump.Run(ending.Cancel);
        Assert.True(all.IsCanceled);
    }

    /// <summary>So many rows a second, and not more than a quarter of a second's at once; a request that asks for more is turned away.</summary>
    private sealed class Account(double rate, TimeProvider time)
    {
        private double _left = rate / 4;
        private long _at = time.GetTimestamp();

        public bool TryTake(int rows)
        {
            long now = time.GetTimestamp();
            _left = Math.Min(rate / 4, _left + (time.GetElapsedTime(_at, now).TotalSeconds * rate));
            _at = now;
            bool taken = _left >= rows;
            _left -= taken ? rows : 0;
            return taken;
        }
    }
}
