using System.Diagnostics.Metrics;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Reporting.Activity.Auditing;
using Reporting.Activity.Records;
using Reporting.Telemetry;

namespace Reporting.Tests.Activity.Auditing;

public sealed class ServiceEventsTests(AzuriteServer azurite)
{
    private static readonly DateTimeOffset At = new(2026, 1, 28, 8, 46, 57, 12, TimeSpan.Zero);
    private static readonly AuditActor Ada = new("ada@example.com", "10.1.2.3", "curl/8") { Issuer = "https://login.example.com", Subject = "4711" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_own_event_stands_under_a_key_that_no_ingested_id_can_make_and_says_so()
    {
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);
        await RecordAsync(rig, "Delivered a file");

        TableEntity row = Assert.Single(await rig.RowsAsync(AuditEvents.Table));
        Assert.Equal($"{KeyOf(At)}-~{row.GetString("id")}", row.RowKey);
        Assert.StartsWith("deliver-", row.GetString("id"), StringComparison.Ordinal);
        Assert.DoesNotContain("export-1", row.GetString("id"), StringComparison.Ordinal);
        Assert.Equal(("service", "https://login.example.com", "4711"), (row.GetString("origin"), row.GetString("issuer"), row.GetString("subject")));

        Assert.NotNull(AuditEvents.Kind.Check(SampleActivity.Event(1) with { Id = "~deliver-1" }));
    }

    [Fact]
    public async Task Every_process_writes_the_same_event_once_and_another_installation_under_another_id()
    {
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);
        ActivityRig other = await ActivityRig.CreateAsync(azurite);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RecordAsync(rig.Another(), "Delivered a file")));
        await RecordAsync(other, "Delivered a file");

        string id = Assert.Single(await rig.RowsAsync(AuditEvents.Table)).GetString("id");
        Assert.NotEqual(id, Assert.Single(await other.RowsAsync(AuditEvents.Table)).GetString("id"));
    }

    [Fact]
    public async Task A_new_key_gives_new_ids_within_minutes()
    {
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);
        string before = await rig.EventIds.OfAsync(EventIds.Deliver, "export-1", Token);
        Assert.Equal(before, await rig.Another().EventIds.OfAsync(EventIds.Deliver, "export-1", Token));
        Assert.NotEqual(before, await rig.EventIds.OfAsync(EventIds.Deliver, "export-2", Token));
        await rig.Storage.Tables.GetTableClient("settings").DeleteEntityAsync("audit", "eventids", cancellationToken: Token);

        Assert.NotEqual(before, await rig.Another().EventIds.OfAsync(EventIds.Deliver, "export-1", Token));
    }

    [Fact]
    public async Task A_start_written_again_after_its_end_changes_nothing()
    {
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);
        var key = new EventKey(EventIds.Deliver, "export-1");
        AuditAttempt attempt = await rig.SelfAudit.BeginAsync(AuditedAction.DeliverSchedule, Ada, "Deliver a file", Token, At, key);
        await attempt.SucceedAsync("Delivered a file");
        AuditAttempt again = await rig.Another().SelfAudit.BeginAsync(AuditedAction.DeliverSchedule, Ada, "Deliver a file", Token, At, key);
        await again.SucceedAsync("Delivered a file");

        TableEntity row = Assert.Single(await rig.RowsAsync(AuditEvents.Table));
        Assert.Equal(("Success", "Delivered a file"), (row.GetString("outcome"), row.GetString("description")));
    }

    [Theory]
    [InlineData("description", "Nothing happened")]
    [InlineData("userId", "boss@example.com")]
    [InlineData("outcome", "Failed")]
    [InlineData("target", "nothing")]
    [InlineData("origin", "platform")]
    [InlineData("sourceAddress", "10.9.9.9")]
    public async Task What_stands_in_an_events_place_is_no_success_and_the_event_is_written_beside_it(string column, string value)
    {
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);
        await RecordAsync(rig, "Delivered a file");
        TableEntity other = Assert.Single(await rig.RowsAsync(AuditEvents.Table));
        other[column] = value; // Only who may write to the account can do that.
        await rig.Storage.Tables.GetTableClient("auditevents").UpdateEntityAsync(other, other.ETag, TableUpdateMode.Replace, Token);
        var log = new EventLog();
        SelfAudit audit = Audit(rig, rig.Meter, log);
        using var counted = new Counted(rig.Meters.Only!);

        await RecordAsync(audit, "Delivered a file");
        await RecordAsync(audit, "Delivered a file");

        List<TableEntity> rows = await rig.RowsAsync(AuditEvents.Table);
        Assert.Equal(2, rows.Count);
        TableEntity real = Assert.Single(rows, row => row.RowKey != other.RowKey);
        Assert.Equal(value, Assert.Single(rows, row => row.RowKey == other.RowKey).GetString(column));
        Assert.StartsWith("svc-", real.GetString("id"), StringComparison.Ordinal);
        Assert.Equal(
            ("ada@example.com", "schedules", "Delivered a file", "Success", "service", "10.1.2.3"),
            (real.GetString("userId"), real.GetString("target"), real.GetString("description"), real.GetString("outcome"), real.GetString("origin"), real.GetString("sourceAddress")));
        Assert.Equal(2, log.Count(4103));
        Assert.Equal(2, counted.Of("contradicted"));
    }

    [Fact]
    public async Task Work_begun_over_another_event_ends_under_the_id_that_it_got()
    {
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);
        var key = new EventKey(EventIds.Deliver, "export-1");
        await rig.SelfAudit.RecordAsync(AuditedAction.DeliverSchedule, Ada with { UserId = "boss@example.com" }, AuditOutcome.Success, "Delivered another", At, key, Token);

        AuditAttempt attempt = await rig.SelfAudit.BeginAsync(AuditedAction.DeliverSchedule, Ada, "Deliver a file", Token, At, key);
        await attempt.FailAsync("Did not deliver a file");

        List<TableEntity> rows = await rig.RowsAsync(AuditEvents.Table);
        Assert.Equal(
            ["ada@example.com Failed Did not deliver a file", "boss@example.com Success Delivered another"],
            rows.Select(row => $"{row.GetString("userId")} {row.GetString("outcome")} {row.GetString("description")}").Order(StringComparer.Ordinal));
    }

    private static Task RecordAsync(ActivityRig rig, string description) => RecordAsync(rig.SelfAudit, description);

    private static Task RecordAsync(SelfAudit audit, string description) =>
        audit.RecordAsync(AuditedAction.DeliverSchedule, Ada, AuditOutcome.Success, description, At, new EventKey(EventIds.Deliver, "export-1"), Token);

    private static SelfAudit Audit(ActivityRig rig, ReportingMeter meter, EventLog log) =>
        new(new ServiceEvents(rig.Writer, rig.EventIds, meter, log), rig.EventIds, meter, TimeProvider.System, NullLogger<SelfAudit>.Instance);

    private static string KeyOf(DateTimeOffset time) => Reporting.Activity.Keys.ActivityKeys.Ticks(time);

    private sealed class EventLog : Microsoft.Extensions.Logging.ILogger<ServiceEvents>
    {
        private readonly List<int> _events = [];

        public int Count(int id) => _events.Count(@event => @event == id);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

        public void Log<TState>(
            Microsoft.Extensions.Logging.LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _events.Add(eventId.Id);
    }

    private sealed class Counted : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Dictionary<string, long> _byKind = new(StringComparer.Ordinal);

        public Counted(Meter meter)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter, meter) && instrument.Name == "reporting.audit.failures")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => _byKind[(string)tags[0].Value!] = _byKind.GetValueOrDefault((string)tags[0].Value!) + value);
            _listener.Start();
        }

        public long Of(string kind) => _byKind.GetValueOrDefault(kind);

        public void Dispose() => _listener.Dispose();
    }
}
