using System.Net;
using System.Net.Sockets;
using Azure;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Reporting.Activity.Records;
using Reporting.Storage;
using Reporting.Telemetry;

namespace Reporting.Activity.Auditing;

/// <summary>
/// Counts refused requests and writes one event for each source (an address, or the /64 of an IPv6 one) and minute, so that no
/// outside caller can flood the log: first as Started, within seconds, then with the count when the minute is over. Above a number of sources in
/// a minute the rest counts as one.
/// </summary>
public sealed class RefusalAudit(ServiceEvents events, ReportingMeter meter, TimeProvider time, ILogger<RefusalAudit> logger) : IDisposable
{
    private const int MaxSources = 200;
    private const string Others = "other addresses";
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Source, long Minute), RefusalTally> _tallies = [];
    private readonly SemaphoreSlim _flushing = new(1, 1);

    /// <summary>Counts a refused request; writes nothing yet and never fails.</summary>
    /// <param name="actor">Who was refused, as far as known.</param>
    /// <param name="status">The HTTP status of the refusal.</param>
    /// <param name="target">What was asked for.</param>
    public void Count(AuditActor actor, int status, string target)
    {
        ArgumentNullException.ThrowIfNull(actor);
        DateTimeOffset now = time.GetUtcNow();
        long minute = now.UtcTicks / TimeSpan.TicksPerMinute;
        lock (_lock)
        {
            string source = SourceOf(actor.SourceAddress);
            if (_tallies.Count >= MaxSources && !_tallies.ContainsKey((source, minute)))
            {
                (source, actor) = (Others, new AuditActor(ServiceNames.Anonymous, null, null));
            }

            if (!_tallies.TryGetValue((source, minute), out RefusalTally? tally))
            {
                _tallies.Add((source, minute), tally = new RefusalTally(actor, now, EventIds.New(EventIds.Refused)));
            }

            tally.Count(status, target);
        }
    }

    /// <summary>Writes what has been counted: new sources as Started, and those of minutes that are over (or all) with their count.</summary>
    public async Task FlushAsync(bool isEnding, CancellationToken cancellationToken)
    {
        await _flushing.WaitAsync(cancellationToken);
        try
        {
            long minute = time.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute;
            List<((string Source, long Minute) Key, RefusalTally Tally, AuditEvent Event)> due = Due(isEnding ? long.MaxValue : minute);
            if (due.Count > 0)
            {
                await events.WriteAsync([.. due.Select(item => item.Event)], cancellationToken);
                Settle(due);
            }
        }
        catch (Exception exception) when ((exception is RequestFailedException || StorageFailures.IsUnavailable(exception)) && !cancellationToken.IsCancellationRequested)
        {
            logger.RefusalsNotWritten(exception);
            meter.AuditFailed("refusals");
        }
        finally
        {
            _flushing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _flushing.Dispose();

    // A host has a whole /64 of IPv6 addresses to itself (RFC 6177 section 2), and would be as many sources as it likes.
    private static string SourceOf(string? address) => IPAddress.TryParse(address, out IPAddress? parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6
        ? Convert.ToHexStringLower(parsed.GetAddressBytes().AsSpan(0, 8)) + "/64"
        : address ?? "";

    private List<((string Source, long Minute) Key, RefusalTally Tally, AuditEvent Event)> Due(long currentMinute)
    {
        lock (_lock)
        {
            return [.. _tallies.Where(pair => pair.Key.Minute < currentMinute || !pair.Value.IsAnnounced)
                .Select(pair => (pair.Key, pair.Value, Describe(pair.Value, pair.Key.Minute < currentMinute)))];
        }
    }

    private void Settle(List<((string Source, long Minute) Key, RefusalTally Tally, AuditEvent Event)> written)
    {
        lock (_lock)
        {
            foreach (((string Source, long Minute) key, RefusalTally tally, AuditEvent @event) in written)
            {
                tally.IsAnnounced = true;
                if (@event.Outcome != AuditOutcome.Started)
                {
                    _tallies.Remove(key);
                }
            }
        }
    }

    private static AuditEvent Describe(RefusalTally tally, bool isOver)
    {
        string description = isOver ? tally.Description : string.Create(CultureInfo.InvariantCulture, $"Refusing requests from {tally.First.SourceAddress ?? "an unknown address"}");
        return SelfAudit.EventOf(AuditedAction.RefuseAccess(tally.Target), tally.First, isOver ? AuditOutcome.Failed : AuditOutcome.Started, description, tally.At, tally.Id);
    }
}

/// <summary>The refused requests of one source in one minute.</summary>
internal sealed class RefusalTally(AuditActor first, DateTimeOffset at, string id)
{
    private readonly SortedDictionary<int, int> _byStatus = [];
    private readonly SortedSet<string> _targets = new(StringComparer.Ordinal);

    /// <summary>Who came first.</summary>
    public AuditActor First { get; } = first;

    /// <summary>When the first one came; the event's time.</summary>
    public DateTimeOffset At { get; } = at;

    /// <summary>The event's id.</summary>
    public string Id { get; } = id;

    /// <summary>Whether the event has been written as started.</summary>
    public bool IsAnnounced { get; set; }

    /// <summary>The target that the event names: what matters most of what was asked for.</summary>
    public string Target =>
        _targets.Contains(AuditedAction.AuditLogs) ? AuditedAction.AuditLogs
        : _targets.Contains(AuditedAction.Exports) ? AuditedAction.Exports
        : _targets.First();

    /// <summary>All of it in a sentence.</summary>
    public string Description =>
        string.Create(CultureInfo.InvariantCulture, $"Refused {_byStatus.Values.Sum()} requests from {First.SourceAddress ?? "an unknown address"} ({Statuses()}) on {string.Join(", ", _targets)}");

    /// <summary>Counts one.</summary>
    public void Count(int status, string target)
    {
        _byStatus[status] = _byStatus.GetValueOrDefault(status) + 1;
        _targets.Add(target);
    }

    private string Statuses() =>
        string.Join(", ", _byStatus.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value} with {pair.Key}")));
}

/// <summary>Writes counted refusals every few seconds, and the rest when the host ends.</summary>
internal sealed class RefusalAuditService(RefusalAudit refusals, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await refusals.FlushAsync(isEnding: true, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await refusals.FlushAsync(isEnding: false, stoppingToken);
        }
    }
}
