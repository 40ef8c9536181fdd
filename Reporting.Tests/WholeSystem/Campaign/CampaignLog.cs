using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Reporting.Activity;
using Reporting.Activity.Buckets;
using Reporting.Activity.Records;
using Reporting.Activity.Writing;
using Reporting.Composition;
using Reporting.Storage;

namespace Reporting.Tests.WholeSystem.Campaign;

/// <summary>The log that campaigns export: audit events 0..n-1 in time order over 64 hours, denser towards their beginning.</summary>
internal sealed class CampaignLog
{
    private const int Hours = 64;

    /// <summary>A log of so many events.</summary>
    public CampaignLog(int count)
    {
        Count = count;
        Events = [.. Enumerable.Range(0, count).Select(Event)];
    }

    /// <summary>Start of the 64 hours.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Their end.</summary>
    public static DateTimeOffset End => Start.AddHours(Hours);

    /// <summary>How many events.</summary>
    public int Count { get; }

    /// <summary>The events; number n has the id <c>event-n</c> in six digits.</summary>
    public IReadOnlyList<AuditEvent> Events { get; }

    /// <summary>Writes the events into an account's tables, with the counts by which exports are planned.</summary>
    public async Task WriteAsync(string account, CancellationToken cancellationToken)
    {
        ReportingStorage storage = ReportingStorageFactory.Create(account);
        await StorageSetup.CreateAsync(storage, cancellationToken);
        var writer = new ActivityWriter(
            storage, new BucketSettings(storage, TimeProvider.System), Options.Create(new IngestOptions()), TimeProvider.System, NullLogger<ActivityWriter>.Instance);
        await writer.WriteAsync([.. Events], cancellationToken);
    }

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
