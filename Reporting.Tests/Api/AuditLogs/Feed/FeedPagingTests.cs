using System.Buffers.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Reporting.Activity;
using Reporting.Activity.Records;
using Reporting.Activity.Scanning;
using Reporting.Api.AuditLogs.Feed;
using Reporting.Formats;
using Reporting.Reports.Changes;
using Reporting.Tests.Activity;
using Reporting.Tests.Storage.Memory;

namespace Reporting.Tests.Api.AuditLogs.Feed;

/// <summary>Pages of the feed: nothing missed, nothing twice, and what a page costs.</summary>
public sealed class FeedPagingTests(AzuriteServer azurite)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 28, 8, 0, 0, TimeSpan.Zero);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_asks_the_service_for_what_it_gives_however_much_changed_in_the_minute()
    {
        await using MemoryTableService tables = await MemoryTableService.StartAsync(azurite.NewAccount(), TimeProvider.System, CancellationToken);
        var requests = new RequestCounter();
        var time = new FakeTimeProvider(Start);
        ActivityRig rig = await ActivityRig.CreateAtAsync(tables.ConnectionString, time, null, requests.AsPolicy());
        await rig.Writer.WriteAsync([.. Enumerable.Range(0, 6000).Select(number => Event(number, Start.AddMilliseconds(number)))], CancellationToken);
        time.Advance(TimeSpan.FromMinutes(2));
        FeedReader feed = Feed(rig, time);
        FeedCursor cursor = FeedReader.Begin(Start.AddHours(-1));
        var ids = new HashSet<string>(StringComparer.Ordinal);

        for (int first = 1; ; first = 500)
        {
            requests.Clear();
            FeedPage page = await feed.ReadAsync(cursor, new JsonLinesFormat(), first, CancellationToken);
            IReadOnlyList<string> queries = requests.QueriesOf("auditevents");
            Assert.InRange(queries.Count, 0, 1);
            Assert.All(queries, query => Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"$top={first + 1}&"), query + "&", StringComparison.Ordinal));
            Assert.InRange(requests.QueriesOf("touched").Count, 0, 4);
            Assert.All(page.Rows, row => Assert.True(ids.Add(row.Key)));
            cursor = FeedCursor.Parse(page.Next.ToString())!;
            if (!page.HasMore)
            {
                break;
            }
        }

        Assert.Equal(6000, ids.Count);
    }

    [Theory]
    [InlineData(1500, 2)] // Many rows a call have an entry of their own.
    [InlineData(100, 20)] // Few share entries.
    public async Task A_collector_that_asks_often_in_a_busy_minute_has_looked_through_what_is_new(int rowsACall, int calls)
    {
        await using MemoryTableService tables = await MemoryTableService.StartAsync(azurite.NewAccount(), TimeProvider.System, CancellationToken);
        var requests = new RequestCounter();
        DateTimeOffset begin = Start.AddMinutes(10); // Within an hour, so that every query says from which key.
        var time = new FakeTimeProvider(begin);
        ActivityRig rig = await ActivityRig.CreateAtAsync(tables.ConnectionString, time, null, requests.AsPolicy());
        FeedReader feed = Feed(rig, time);
        FeedCursor cursor = FeedReader.Begin(begin);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        int written = 0;
        for (int second = 0; second < 90; second++)
        {
            // Busy each tenth second of most of a minute, asked for each second.
            bool isBusy = second < 50 && second % 10 == 0;
            for (int call = 0; call < (isBusy ? calls : 1); call++)
            {
                if (isBusy)
                {
                    int first = written;
                    await rig.Writer.WriteAsync([.. Enumerable.Range(first, rowsACall).Select(number => Event(number, time.GetUtcNow()))], CancellationToken);
                    written += rowsACall;
                }

                time.Advance(TimeSpan.FromMilliseconds(isBusy ? 1000 / calls : 1000));
            }

            requests.Clear();
            int before = ids.Count;
            FeedPage page;
            int pages = 0;
            do
            {
                page = await feed.ReadAsync(cursor, new JsonLinesFormat(), 1000, CancellationToken);
                Assert.All(page.Rows, row => Assert.True(ids.Add(row.Key)));
                cursor = page.Next;
                pages++;
            }
            while (page.HasMore);

            IReadOnlyList<string> queries = requests.QueriesOf("auditevents");
            DateTimeOffset slot = page.Watermark.AddSeconds(-6);
            int maxForNothing = rowsACall >= 1000 ? 0 : 1;
            Assert.InRange(queries.Count, 0, ids.Count == before ? maxForNothing : pages + 1);
            Assert.All(queries, query => Assert.True(string.CompareOrdinal(FromOf(query), slot.UtcTicks.ToString("D19", CultureInfo.InvariantCulture)) >= 0, query));
        }

        Assert.Equal(written, ids.Count);

        static string FromOf(string query)
        {
            int at = query.IndexOf("RowKey g", StringComparison.Ordinal) + "RowKey ge '".Length;
            return query[at..(at + 19)];
        }
    }

    [Theory]
    [InlineData(1, 1, int.MaxValue, false)]
    [InlineData(2, 4, int.MaxValue, false)]
    [InlineData(3, 1, 7, false)] // The service looks through so few rows that many of its pages are empty.
    [InlineData(4, 4, 7, true)]
    [InlineData(5, 1, 40, true)] // The time of a request is up now and then, wherever it stands.
    public Task Writers_beside_a_collector_lose_nothing_and_nothing_comes_twice(int seed, int buckets, int maxScanned, bool isSlow) =>
        CampaignAsync(seed, buckets, maxScanned, isSlow, rounds: 25);

    [Fact]
    public async Task Writers_beside_a_collector_lose_nothing_and_nothing_comes_twice_at_random()
    {
        LongTests.SkipUnlessEnabled();
        for (int seed = 100; seed < 140; seed++)
        {
            await CampaignAsync(seed, buckets: 1 << (seed % 5), maxScanned: seed % 3 == 0 ? int.MaxValue : 3 + (seed % 50), isSlow: seed % 2 == 0, rounds: 60);
        }
    }

    [Fact]
    public async Task A_cursor_from_before_goes_on_behind_its_row()
    {
        var time = new FakeTimeProvider(Start);
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, time);
        for (int call = 0; call < 3; call++)
        {
            await rig.Writer.WriteAsync([.. Enumerable.Range(call * 10, 10).Select(number => Event(number, Start.AddMinutes(-number)))], CancellationToken);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        time.Advance(TimeSpan.FromMinutes(1));
        FeedReader feed = Feed(rig, time);
        FeedPage all = await feed.ReadAsync(FeedReader.Begin(null), new JsonLinesFormat(), 1000, CancellationToken);
        Assert.Equal(30, all.Rows.Count);
        foreach (int at in (int[])[0, 4, 9, 10, 19, 28, 29])
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.Parse(all.Rows[at].ChangedAt, CultureInfo.InvariantCulture).UtcTicks:D19}|600000000|{all.Rows[at].Key}");
            FeedCursor old = FeedCursor.Parse(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text)))!;

            FeedPage rest = await feed.ReadAsync(old, new JsonLinesFormat(), 1000, CancellationToken);

            Assert.Equal(all.Rows.Skip(at + 1).Select(row => row.Key), rest.Rows.Select(row => row.Key));
        }
    }

    [Fact]
    public async Task A_cursor_that_leads_behind_the_watermark_waits()
    {
        var time = new FakeTimeProvider(Start);
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, time);
        await rig.Writer.WriteAsync([Event(1, Start)], CancellationToken);
        var cursor = new FeedCursor(Start, Start.AddSeconds(10), "", 1);

        FeedPage early = await Feed(rig, time).ReadAsync(cursor, new JsonLinesFormat(), 10, CancellationToken);
        time.Advance(TimeSpan.FromSeconds(41));
        FeedPage late = await Feed(rig, time).ReadAsync(early.Next, new JsonLinesFormat(), 10, CancellationToken);

        Assert.Equal((0, false, cursor), (early.Rows.Count, early.HasMore, early.Next));
        Assert.Single(late.Rows);
    }

    private async Task CampaignAsync(int seed, int buckets, int maxScanned, bool isSlow, int rounds)
    {
        var chance = new Random(seed);
        await using MemoryTableService tables = await MemoryTableService.StartAsync(azurite.NewAccount(), TimeProvider.System, CancellationToken, maxScanned);
        var time = new UnevenTime(Start, isSlow ? chance : null);
        ActivityRig rig = await ActivityRig.CreateAtAsync(tables.ConnectionString, time);
        await rig.Buckets.ChangeAsync(buckets, Start.AddHours(3), CancellationToken);
        time.Advance(TimeSpan.FromHours(5));
        FeedReader feed = Feed(rig, time);
        FeedCursor cursor = FeedReader.Begin(null);
        var stored = new Dictionary<string, AuditEvent>(StringComparer.Ordinal);
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        string latestMinute = "";
        int next = 0;
        for (int round = 0; round < rounds; round++)
        {
            for (int call = chance.Next(4); call > 0; call--)
            {
                // Events of now, of one instant, of long ago; and outcomes of those that had started, early or late.
                AuditEvent[] started = [.. Enumerable.Range(next, chance.Next(1, 80)).Select(number => Event(number, EventTime(chance, time.GetUtcNow()), AuditOutcome.Started))];
                AuditEvent[] ended = [.. stored.Values.Where(row => row.Outcome == AuditOutcome.Started && chance.Next(3) == 0).Select(row => row with { Outcome = AuditOutcome.Success })];
                next += started.Length;
                await rig.Writer.WriteAsync([.. started, .. ended], CancellationToken);
                foreach (AuditEvent row in started.Concat(ended))
                {
                    stored[row.Id] = row;
                }

                time.Advance(TimeSpan.FromMilliseconds(chance.Next(3) == 0 ? 0 : chance.Next(20_000)));
            }

            time.Advance(TimeSpan.FromSeconds(chance.Next(3) == 0 ? chance.Next(3 * 3600) : chance.Next(40)));
            await CollectAsync(pages: chance.Next(6));
        }

        time.Advance(TimeSpan.FromMinutes(2));
        await CollectAsync(pages: 100_000);

        Assert.Empty(tables.Unknown);
        Assert.Equal(stored.ToDictionary(row => row.Key, row => row.Value.Outcome.ToString(), StringComparer.Ordinal).OrderBy(row => row.Key, StringComparer.Ordinal), told.OrderBy(row => row.Key, StringComparer.Ordinal));

        async Task CollectAsync(int pages)
        {
            for (bool hasMore = true; hasMore && pages > 0; pages--)
            {
                int first = chance.Next(1, 60);
                FeedPage page = await feed.ReadAsync(FeedCursor.Parse(cursor.ToString())!, new JsonLinesFormat(), first, CancellationToken);
                Assert.InRange(page.Rows.Count, 0, first);
                Assert.NotEqual((true, cursor), (page.HasMore, page.Next)); // It comes some way each time.
                foreach (FeedRow row in page.Rows)
                {
                    JsonElement told1 = JsonDocument.Parse(row.Line).RootElement;
                    (string id, string outcome) = (told1.GetProperty("id").GetString()!, told1.GetProperty("outcome").GetString()!);
                    Assert.False(told.TryGetValue(id, out string? before) && before == outcome, $"seed {seed}: {id} {outcome} came twice");
                    told[id] = outcome;
                    Assert.True(string.CompareOrdinal(row.ChangedAt[..16], latestMinute) >= 0, $"seed {seed}: a change of {row.ChangedAt} came after one of {latestMinute}");
                    latestMinute = row.ChangedAt[..16];
                }

                (cursor, hasMore) = (page.Next, page.HasMore);
                Assert.True(pages > 1 || !hasMore || pages < 100_000, "The end of the feed was not reached.");
            }
        }
    }

    private static DateTimeOffset EventTime(Random chance, DateTimeOffset now) => chance.Next(5) switch
    {
        0 => now.AddMinutes(-chance.Next(600)),
        1 => now.AddSeconds(-chance.Next(120)),
        2 => Start,
        _ => now,
    };

    private static AuditEvent Event(int number, DateTimeOffset time, AuditOutcome outcome = AuditOutcome.Success) => new()
    {
        Id = "e" + number.ToString("D6", CultureInfo.InvariantCulture), Timestamp = time, UserId = "ada@example.com", Target = "access.tokens", Action = "create.token", ActionType = AuditActionType.Create,
        Description = "d", Outcome = outcome,
    };

    private static FeedReader Feed(ActivityRig rig, TimeProvider time) => new(
        new FeedScan(new ActivityScanner(rig.Storage, rig.Buckets), new ChangedWindows(rig.Storage)),
        new TouchedMinutes(rig.Storage),
        new Watermark(Options.Create(new IngestOptions())),
        new FormatOptionsFactory(Options.Create(new CefOptions())),
        time);

    /// <summary>A clock that stands still but for what it is moved; where it is asked how long something took, that may be more than a request has.</summary>
    private sealed class UnevenTime(DateTimeOffset start, Random? chance) : FakeTimeProvider(start)
    {
        private long _timestamp;

        public override long GetTimestamp() => chance is null ? base.GetTimestamp() : _timestamp += chance.Next(4) == 0 ? TimestampFrequency : 0;
    }
}
