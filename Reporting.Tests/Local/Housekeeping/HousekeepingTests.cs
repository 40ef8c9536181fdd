using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Local.Hosting;
using Reporting.Local.Housekeeping;
using Reporting.Storage;
using Reporting.Tests.WholeSystem;

namespace Reporting.Tests.Local.Housekeeping;

public sealed class HousekeepingTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    public async Task Retention_runs_on_an_account_of_the_hosts_own_or_when_it_is_asked_for_and_the_reaper_always(bool ownAzurite, bool runSchedules, bool runs)
    {
        using var keys = new TemporaryFolder();
        var settings = new LocalSettings { AllowDevelopmentSignIn = true, RunSchedules = runSchedules, KeyFolder = keys.Path };
        var account = new StorageConnection { ConnectionString = "UseDevelopmentStorage=true" };
        await using WebApplication application = LocalApplication.Build(LocalApplication.CreateBuilder(settings), settings, [], account, ownAzurite);
        string[] services = [.. application.Services.GetServices<IHostedService>().Select(service => service.GetType().Name)];

        Assert.Equal(runs, services.Contains(nameof(RetentionService), StringComparer.Ordinal));
        Assert.Contains(nameof(ReaperService), services);
    }

    [Fact]
    public async Task A_host_starts_an_export_that_a_killed_one_took_in_and_never_started()
    {
        string account = azurite.NewAccount();
        await using ServiceUnderTest service = await ServiceUnderTest.StartHereAsync(account, Token, ("Local:ReaperSeconds", "1"));
        DateTimeOffset asked = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        var job = new ExportJob
        {
            Id = ExportIds.Create(asked), RequestedBy = "admin@localhost", Engine = "local", State = ExportState.Queued, CreatedAt = asked,
            Request = new ExportRequest { Report = "audit-logs", Format = "CSV", Since = asked.AddDays(-1), Until = asked },
        };
        await service.Services!.GetRequiredService<ExportJobStore>().AddAsync(job, Token);

        Assert.NotEmpty(await service.FileAsync(job.Id, Token));
    }

    [Fact]
    public async Task A_tick_that_fails_is_told_and_the_next_one_runs()
    {
        var time = new FakeTimeProvider();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var ticks = System.Threading.Channels.Channel.CreateUnbounded<int>();
        int count = 0;
        var told = new List<Exception>();
        Task running = Ticks.RunAsync(
            TimeSpan.FromMinutes(1),
            _ =>
            {
                Assert.True(ticks.Writer.TryWrite(++count));
                return count == 1 ? throw new IOException("first") : Task.CompletedTask;
            },
            told.Add,
            time,
            stop.Token);
        foreach (int tick in new[] { 1, 2 })
        {
            time.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(tick, await ticks.Reader.ReadAsync(Token));
        }

        await stop.CancelAsync();
        await running;
        Assert.Equal("first", Assert.Single(told).Message);
    }
}
