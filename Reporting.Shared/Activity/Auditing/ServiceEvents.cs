using Microsoft.Extensions.Logging;
using Reporting.Activity.Records;
using Reporting.Activity.Writing;
using Reporting.Telemetry;

namespace Reporting.Activity.Auditing;

/// <summary>
/// Writes the service's own events, under keys that no ingested event can have. An event that is there already counts as written only when it is the same
/// one; if it is not, that is logged and counted, and the event is written under another id.
/// </summary>
public sealed class ServiceEvents(ActivityWriter writer, EventIds ids, ReportingMeter meter, ILogger<ServiceEvents> logger)
{
    /// <summary>Writes a phase of an event, over the phase that this process has written before, if it has.</summary>
    /// <exception cref="IOException">The log holds other events in its place.</exception>
    internal async Task<ServiceEvent> WriteAsync(AuditEvent row, WrittenRow? before, CancellationToken cancellationToken)
    {
        row = row with { Origin = ServiceNames.Origin };
        OwnWrite written = (await writer.WriteOwnAsync([row], before, cancellationToken))[0];
        return written.IsContradicted ? await WriteAnewAsync(row, cancellationToken) : new ServiceEvent(row, written.Row);
    }

    /// <summary>Writes several events.</summary>
    /// <exception cref="IOException">The log holds other events in the place of one.</exception>
    internal async Task WriteAsync(IReadOnlyList<AuditEvent> rows, CancellationToken cancellationToken)
    {
        rows = [.. rows.Select(row => row with { Origin = ServiceNames.Origin })];
        IReadOnlyList<OwnWrite> written = await writer.WriteOwnAsync(rows, before: null, cancellationToken);
        for (int index = 0; index < rows.Count; index++)
        {
            if (written[index].IsContradicted)
            {
                await WriteAnewAsync(rows[index], cancellationToken);
            }
        }
    }

    // The id follows from all that the event says: tried again, it is written once, and nothing else can stand under it.
    private async Task<ServiceEvent> WriteAnewAsync(AuditEvent row, CancellationToken cancellationToken)
    {
        AuditEvent other = row with { Id = await ids.OfAsync(EventIds.Once, row.ToString(), cancellationToken) };
        logger.OtherEventStored(row.Id, row.Action, other.Id);
        meter.AuditFailed("contradicted");
        OwnWrite written = (await writer.WriteOwnAsync([other], before: null, cancellationToken))[0];
        return written.IsContradicted ? throw new IOException($"Event {other.Id} of {row.Action} cannot be written to the audit log: another one stands in its place.") : new ServiceEvent(other, written.Row);
    }
}

/// <summary>An own event as it was written.</summary>
/// <param name="Event">The event, under the id that it has now.</param>
/// <param name="Row">Its row, when this process wrote it; null when it was there.</param>
internal sealed record ServiceEvent(AuditEvent Event, WrittenRow? Row);
