using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Reporting.Activity.Auditing;

namespace Reporting.Api.Auditing;

/// <summary>
/// Writes what a person does over and over into the audit log once for each quarter of an hour, address and program: in one event, before it is done,
/// since it only hands out what is there.
/// </summary>
internal sealed class OccasionalAudit(SelfAudit audit, TimeProvider time)
{
    private static readonly TimeSpan Slot = TimeSpan.FromMinutes(15);
    private readonly RecentKeys _written = new(capacity: 10_000);

    /// <summary>Unless the person has done that in this quarter of an hour, writes that they do; to be called before it is done.</summary>
    /// <param name="context">The request.</param>
    /// <param name="action">What is done.</param>
    /// <param name="subject">What it is done to: together with the person and the quarter of an hour it names the event.</param>
    /// <param name="description">It in words.</param>
    /// <param name="earliest">A time before which the event cannot have happened, or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AuditUnavailableException">It could not be written, so it must not be done.</exception>
    public async Task WriteAsync(HttpContext context, AuditedAction action, string subject, string description, DateTimeOffset? earliest, CancellationToken cancellationToken)
    {
        AuditActor actor = context.GetActor();
        long slot = time.GetUtcNow().UtcTicks / Slot.Ticks;
        string key = KeyOf(subject, slot, actor);
        if (_written.Contains(key))
        {
            return;
        }

        // The same event from every instance: its id and time follow from all that it says.
        DateTimeOffset at = new(Math.Max(slot * Slot.Ticks, earliest?.UtcTicks ?? 0), TimeSpan.Zero);
        await audit.AnnounceAsync(action, actor, description, at, new EventKey(EventIds.Often, string.Create(CultureInfo.InvariantCulture, $"{key}\n{at.UtcTicks}\n{description}")), cancellationToken);
        _written.Add(key);
    }

    /// <summary>Notes that the person has done this just now under an event of its own.</summary>
    public void Note(HttpContext context, string subject) => _written.Add(KeyOf(subject, time.GetUtcNow().UtcTicks / Slot.Ticks, context.GetActor()));

    // A hash that cannot be steered: two keys that came out the same would hide one person's reading behind another's.
    private static string KeyOf(string subject, long slot, AuditActor actor) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        (string?[])[subject, slot.ToString(CultureInfo.InvariantCulture), actor.UserId, actor.Issuer, actor.Subject, actor.SourceAddress, actor.UserAgent])));
}

/// <summary>Remembers the last so many keys.</summary>
internal sealed class RecentKeys(int capacity)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public bool Contains(string key)
    {
        lock (_lock)
        {
            return _keys.Contains(key);
        }
    }

    public void Add(string key)
    {
        lock (_lock)
        {
            if (!_keys.Add(key))
            {
                return;
            }

            _order.Enqueue(key);
            if (_order.Count > capacity)
            {
                _keys.Remove(_order.Dequeue());
            }
        }
    }
}
