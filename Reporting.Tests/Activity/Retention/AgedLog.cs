using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Reporting.Activity;
using Reporting.Activity.Records;
using Reporting.Activity.Retention;
using Reporting.Activity.Writing;
using Reporting.Composition;
using Reporting.Tests.Exports;

namespace Reporting.Tests.Activity.Retention;

/// <summary>
/// Three days of activity, written as it happened: an event, a run and its commit every three and a half hours. Kept for 30 days and looked at when
/// everything from before <see cref="Before"/> may go.
/// </summary>
internal sealed class AgedLog : IAsyncDisposable
{
    /// <summary>From here on rows stay.</summary>
    public static readonly DateTimeOffset Before = new(2026, 1, 30, 0, 0, 0, TimeSpan.Zero);

    private static readonly ActivityTable[] Tables = [AuditEvents.Table, RecipeRuns.Table, Commits.TableByRun, Commits.Table];

    private AgedLog(string account)
    {
        Time = new FakeTimeProvider(SampleActivity.Start.AddDays(-1));
        Rig = new ExportRig(account, null, time: Time);
        Options.RetentionDays = 30;
    }

    /// <summary>Numbers of the records.</summary>
    public static IReadOnlyList<int> Numbers { get; } = [.. Enumerable.Range(0, 21).Select(number => number * 30)];

    public FakeTimeProvider Time { get; }

    public ExportRig Rig { get; }

    public ActivityOptions Options => Rig.Get<IOptions<ActivityOptions>>().Value;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A process on the account, at the time to look; writes the log unless it is written already.</summary>
    public static async Task<AgedLog> CreateAsync(string account, bool write = true)
    {
        var log = new AgedLog(account);
        if (write)
        {
            await StorageSetup.CreateAsync(log.Rig.Storage, Token);
            foreach (int number in Numbers)
            {
                await log.WriteAsync(number);
            }
        }

        log.Time.SetUtcNow(Before.AddDays(30).AddHours(2));
        return log;
    }

    /// <summary>Writes an event, a run and its commit, at about the time they happen or now, whichever is later.</summary>
    public async Task WriteAsync(int number)
    {
        ActivityWriter writer = Rig.Get<ActivityWriter>();
        DateTimeOffset at = SampleActivity.Time(number).AddMinutes(1);
        if (at > Time.GetUtcNow())
        {
            Time.SetUtcNow(at);
        }

        await writer.WriteAsync([SampleActivity.Event(number)], Token);
        await writer.WriteAsync([SampleActivity.Run(number)], Token);
        await writer.WriteAsync([SampleActivity.Commit(number)], Token);
    }

    /// <summary>A run of retention.</summary>
    public Task RunAsync(RetentionBudget? budget = null, params IReadOnlyList<KeptRange> kept) =>
        Rig.Get<ActivityRetention>().RunAsync(_ => Task.FromResult(kept), budget ?? new RetentionBudget(Time, TimeSpan.FromHours(1), long.MaxValue), Token);

    /// <summary>Hours (<c>yyyyMMddHH</c>) of the log's rows, ascending, without what the service writes about itself.</summary>
    public async Task<List<string>> HoursAsync(ActivityTable table) =>
    [
        .. (await RowsAsync(table.Name)).Where(row => row.GetString("userId") is not "Moderne").Select(row => row.PartitionKey[3..]).Order(StringComparer.Ordinal),
    ];

    /// <summary>The same for all four tables, each hour behind its table's name.</summary>
    public async Task<List<string>> HoursAsync()
    {
        var hours = new List<string>();
        foreach (ActivityTable table in Tables)
        {
            hours.AddRange((await HoursAsync(table)).Select(hour => table.Name + " " + hour));
        }

        return hours;
    }

    public Task<List<Azure.Data.Tables.TableEntity>> RowsAsync(string table) =>
        Rig.Storage.Tables.GetTableClient(table).QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: Token).ToListAsync(Token).AsTask();

    public ValueTask DisposeAsync() => Rig.DisposeAsync();
}
