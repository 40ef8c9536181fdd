using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Reporting.Composition;
using Reporting.Exports;
using Reporting.Exports.Pacing;
using Reporting.Storage;

namespace Reporting.Tests.Exports.Pacing;

/// <summary>Processes that export at the same time divide the rate, and one that has stopped is forgotten.</summary>
public sealed class RateSharesTests(AzuriteServer azurite)
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 10, 15, 0, TimeSpan.Zero));

    [Fact]
    public async Task Processes_divide_the_rate_as_they_come_and_go()
    {
        ((RowRateLimiter Governor, RateShares Shares) one, (RowRateLimiter Governor, RateShares Shares) other) = await TwoProcessesAsync();
        await one.Shares.RefreshAsync(Token);
        Assert.Equal(10_000, one.Governor.Rate, 1e-6);

        await other.Shares.RefreshAsync(Token);
        await one.Shares.RefreshAsync(Token);
        Assert.Equal(5_000, one.Governor.Rate, 1e-6);
        Assert.Equal(5_000, other.Governor.Rate, 1e-6);

        // The other one works no more.
        _time.Advance(ExportingProcesses.Fresh);
        await one.Shares.RefreshAsync(Token);
        Assert.Equal(10_000, one.Governor.Rate, 1e-6);
        one.Governor.Dispose();
        other.Governor.Dispose();
    }

    [Fact]
    public async Task A_process_that_ends_leaves_its_part_to_the_others_at_once()
    {
        ((RowRateLimiter Governor, RateShares Shares) one, (RowRateLimiter Governor, RateShares Shares) other) = await TwoProcessesAsync();
        other.Shares.Join();
        await other.Shares.RefreshAsync(Token);
        await one.Shares.RefreshAsync(Token);
        Assert.Equal(5_000, one.Governor.Rate, 1e-6);

        await other.Shares.DisposeAsync();
        await one.Shares.RefreshAsync(Token);
        Assert.Equal(10_000, one.Governor.Rate, 1e-6);
        one.Governor.Dispose();
        other.Governor.Dispose();
    }

    private async Task<((RowRateLimiter Governor, RateShares Shares) One, (RowRateLimiter Governor, RateShares Shares) Other)> TwoProcessesAsync()
    {
        ReportingStorage storage = ReportingStorageFactory.Create(azurite.NewAccount());
        await StorageSetup.CreateAsync(storage, Token);
        return (Process(storage), Process(storage));
    }

    private (RowRateLimiter Governor, RateShares Shares) Process(ReportingStorage storage)
    {
        var limiter = new RowRateLimiter(Options.Create(new ExportsOptions()), _time);
        return (limiter, new RateShares(storage, limiter, _time, NullLogger<RateShares>.Instance));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
