using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Reporting.Activity.Buckets;
using Reporting.Activity.Counts;
using Reporting.Activity.Records;
using Reporting.Activity.Writing;
using Reporting.Storage;

namespace Reporting.Tests.WholeSystem.Campaign;

/// <summary>The log that campaigns export: audit events 0..n-1 in time order over 64 hours, denser towards their beginning.</summary>
internal sealed class CampaignLog
{
    private const int Hours = 64;
    private readonly List<PendingRow> _rows;

    /// <summary>A log of so many events.</summary>
    public CampaignLog(int count)
    {
        Count = count;
        Events = [.. Enumerable.Range(0, count).Select(Event)];
        _rows = [.. Events.Select((row, index) => new PendingRow(AuditEvents.Table, row, index, BucketLayout.OneBucket))];
        foreach (PendingRow row in _rows)
        {
            RowDecision.Insert(row, "2026-03-10T00:00:00.000Z");
        }
    }

    /// <summary>Start of the 64 hours.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Their end.</summary>
    public static DateTimeOffset End => Start.AddHours(Hours);

    /// <summary>How many events.</summary>
    public int Count { get; }

    /// <summary>The events; number n has the id <c>event-n</c> in six digits.</summary>
    public IReadOnlyList<AuditEvent> Events { get; }

    /// <summary>The same as the writer stores them, in memory.</summary>
    public MemoryTable ToMemory() => new(AuditEvents.Table.Name, AuditEvents.Table.Columns.Select(column => column.Name), _rows.Select(row => row.Entity));

    /// <summary>Writes only the counts by which exports are planned, as the writer does after the rows.</summary>
    public Task WriteCountsAsync(ReportingStorage storage, CancellationToken cancellationToken) =>
        new HourCountWriter(storage, TimeProvider.System, NullLogger.Instance).AddAsync(AuditEvents.Table.Name, [.. _rows.Select(row => row.Time)], cancellationToken);

    private AuditEvent Event(int number)
    {
        double share = Math.Pow((double)number / Count, 1.3);
        return new AuditEvent
        {
            Id = "event-" + number.ToString("D6", CultureInfo.InvariantCulture), Timestamp = Start.AddMilliseconds(Math.Floor(share * Hours * 3_600_000)), UserId = "ada@example.com",
            Target = "access.tokens", Action = "create.token", ActionType = AuditActionType.Create, Description = number % 3 == 0 ? "Create \"token\", | = \\ é" : "Create a token",
            Outcome = number % 5 == 0 ? AuditOutcome.Failed : AuditOutcome.Success, SourceAddress = number % 2 == 0 ? "10.0.0.1" : null, UserAgent = "campaign",
        };
    }
}
