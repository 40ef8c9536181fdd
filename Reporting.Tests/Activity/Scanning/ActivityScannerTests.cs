using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Reporting.Activity;
using Reporting.Activity.Buckets;
using Reporting.Activity.Keys;
using Reporting.Activity.Records;
using Reporting.Activity.Scanning;
using Reporting.Activity.Writing;
using Reporting.Composition;
using Reporting.Rows;
using Reporting.Storage;

namespace Reporting.Tests.Activity.Scanning;

/// <summary>The log as it stands in Azurite comes back in time order, whole, whatever its buckets and pages.</summary>
public sealed class ActivityScannerTests(AzuriteServer azurite)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 28, 8, 0, 0, TimeSpan.Zero);
    private static readonly RowSchema Schema = new([new("id", CellKind.Text), new("description", CellKind.Text), new("timestamp", CellKind.Time), new("userAgent", CellKind.Text)]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    public async Task Rows_come_in_order_whatever_the_page_size(int buckets)
    {
        (IActivityScanner scanner, AuditEvent[] events) = await WriteAsync((Start, buckets));
        foreach (int pageSize in (int[])[1, 2, 7, 100, 1000])
        {
            // Small pages over few rows: Azurite scans its whole table for each page.
            AuditEvent[] expected = [.. events.Take(pageSize < 7 ? 10 : events.Length)];
            KeyRange range = KeyRange.OfTimes(Start, pageSize < 7 ? events[10].Timestamp : Start.AddDays(2));
            Assert.Equal(expected.Select(Line), await ReadAsync(scanner, range, pageSize), StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task A_range_over_changing_buckets_comes_in_order()
    {
        (IActivityScanner scanner, AuditEvent[] events) = await WriteAsync((Start.AddHours(1), 4), (Start.AddHours(2), 16), (Start.AddHours(4), 2));

        Assert.Equal(events.Select(Line), await ReadAsync(scanner, KeyRange.OfTimes(Start, Start.AddDays(2)), 100), StringComparer.Ordinal);
        foreach ((int from, int to) in ((int, int)[])[(0, 60), (30, 90), (61, 119), (90, 250), (0, 241), (239, 300)])
        {
            (DateTimeOffset since, DateTimeOffset until) = (Start.AddMinutes(from), Start.AddMinutes(to));
            Assert.Equal(events.Where(row => row.Timestamp >= since && row.Timestamp < until).Select(Line), await ReadAsync(scanner, KeyRange.OfTimes(since, until), 100), StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task Reading_goes_on_behind_any_row()
    {
        (IActivityScanner scanner, AuditEvent[] events) = await WriteAsync((Start, 4));
        KeyRange all = KeyRange.OfTimes(Start, Start.AddDays(2));
        foreach (int at in (int[])[0, 1, 57, 118, 119])
        {
            string key = ActivityKeys.AuditEventRow(events[at].Timestamp, events[at].Id);
            Assert.Equal(events.Skip(at + 1).Select(Line), await ReadAsync(scanner, all.After(key), 1000), StringComparer.Ordinal);
            Assert.Equal(events.Skip(at).Select(Line), await ReadAsync(scanner, all with { From = key }, 1000), StringComparer.Ordinal);
            Assert.Equal(events.Take(at).Select(Line), await ReadAsync(scanner, all with { To = key }, 1000), StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task One_partition_can_be_read_alone()
    {
        (IActivityScanner scanner, AuditEvent[] events) = await WriteAsync((Start, 4));
        AuditEvent[] expected = [.. events.Where(row => row.Timestamp < Start.AddHours(1) && ActivityKeys.Bucket(row.Id, 4) == 3)];
        Assert.NotEmpty(expected);

        await using IRowReader reader = scanner.Open(new ScanRequest { Table = AuditEvents.Table, Keys = KeyRange.OfTimes(Start, Start.AddDays(2)), Schema = Schema, Partition = ActivityKeys.Partition(3, Start) });
        Assert.Equal(expected.Select(Line), await LinesAsync(reader), StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_service_filters_by_the_requests_clause()
    {
        (IActivityScanner scanner, AuditEvent[] events) = await WriteAsync((Start, 2));
        await using IRowReader reader = scanner.Open(new ScanRequest
        {
            Table = AuditEvents.Table, Keys = KeyRange.OfTimes(Start, Start.AddDays(2)), Schema = Schema, Filter = "userId eq 'o''neil' or userId eq 'x'",
        });

        string[] expected = [.. events.Where(row => string.Equals(row.UserId, "o'neil", StringComparison.Ordinal)).Select(Line)];
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await LinesAsync(reader), StringComparer.Ordinal);
    }

    [Fact]
    public async Task An_empty_range_asks_nothing()
    {
        var storage = ReportingStorageFactory.Create("DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;TableEndpoint=http://127.0.0.1:1/a;BlobEndpoint=http://127.0.0.1:1/a;");
        var scanner = new ActivityScanner(storage, new BucketSettings(storage, TimeProvider.System));

        Assert.Empty(await ReadAsync(scanner, KeyRange.OfTimes(Start, Start), 1000));
        Assert.Empty(await ReadAsync(scanner, KeyRange.OfTimes(Start, Start.AddHours(-1)), 1000));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public void A_page_size_the_service_does_not_take_is_refused(int pageSize)
    {
        var storage = ReportingStorageFactory.Create("UseDevelopmentStorage=true");
        var scanner = new ActivityScanner(storage, new BucketSettings(storage, TimeProvider.System));

        Assert.Throws<ArgumentOutOfRangeException>(() => scanner.Open(new ScanRequest { Table = AuditEvents.Table, Keys = KeyRange.OfTimes(Start, Start), Schema = Schema, PageSize = pageSize }));
    }

    private static async Task<List<string>> ReadAsync(IActivityScanner scanner, KeyRange keys, int pageSize)
    {
        await using IRowReader reader = scanner.Open(new ScanRequest { Table = AuditEvents.Table, Keys = keys, Schema = Schema, PageSize = pageSize });
        return await LinesAsync(reader);
    }

    private static async Task<List<string>> LinesAsync(IRowReader reader)
    {
        var lines = new List<string>();
        do
        {
            while (reader.TryRead())
            {
                RowView row = reader.Current;
                lines.Add($"{Encoding.UTF8.GetString(row[0])}|{Encoding.UTF8.GetString(row[1])}|{Encoding.UTF8.GetString(row[2])}|{(row.KindOf(3) == CellKind.Null ? "none" : Encoding.UTF8.GetString(row[3]))}");
                Assert.Equal(Encoding.UTF8.GetString(row[0]), Encoding.UTF8.GetString(reader.CurrentKey)[20..]);
            }
        }
        while (await reader.LoadAsync(TestContext.Current.CancellationToken));
        return lines;
    }

    private static string Line(AuditEvent row) => $"{row.Id}|{row.Description}|{Rfc3339.Format(row.Timestamp)}|{row.UserAgent ?? "none"}";

    private async Task<(IActivityScanner Scanner, AuditEvent[] Events)> WriteAsync(params (DateTimeOffset FromHour, int Count)[] buckets)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        ReportingStorage storage = ReportingStorageFactory.Create(azurite.NewAccount());
        await StorageSetup.CreateAsync(storage, cancellationToken);
        var time = new FakeTimeProvider(Start.AddDays(-1));
        var settings = new BucketSettings(storage, time);
        foreach ((DateTimeOffset fromHour, int count) in buckets)
        {
            await settings.ChangeAsync(count, fromHour, cancellationToken);
        }

        // 120 events over five hours; some at hours' edges, some at the same time.
        AuditEvent[] events = [.. Enumerable.Range(0, 120).Select(number => new AuditEvent
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"e{(number * 7919) % 1000:D3}.{number:D3}"),
            Timestamp = Start.AddMinutes(number % 10 == 9 ? (number / 10 * 25) + 22.5 : number / 10 * 25).AddMilliseconds(number % 10 < 3 ? 0 : number % 10),
            UserId = number % 5 == 0 ? "o'neil" : "ann",
            Target = "access.tokens",
            Action = "create.token",
            ActionType = AuditActionType.Create,
            Description = number % 4 == 0 ? "a \"quoted\"\r\n\ttext é 漢 😀 \u0001" : "plain",
            Outcome = AuditOutcome.Success,
            UserAgent = number % 3 == 0 ? "agent" : null,
        }).OrderBy(row => ActivityKeys.AuditEventRow(row.Timestamp, row.Id), StringComparer.Ordinal)];
        var writer = new ActivityWriter(storage, settings, Options.Create(new IngestOptions()), TimeProvider.System, NullLogger<ActivityWriter>.Instance);
        Assert.Equal(events.Length, (await writer.WriteAsync(events, cancellationToken)).Inserted);
        return (new ActivityScanner(storage, settings), events);
    }
}
