using System.Buffers;
using Reporting.Activity.Records;

namespace Reporting.Activity.Auditing;

/// <summary>
/// The names that only the service's own events may have. Activity that comes in under one of them, or under what can be taken for one, is refused;
/// so are callers whose tokens bear the name of the system.
/// </summary>
public static class ServiceNames
{
    /// <summary>The <c>origin</c> of what the service writes itself.</summary>
    public const string Origin = "service";

    /// <summary>The <c>userId</c> of a caller whose token was not accepted.</summary>
    public const string Anonymous = "anonymous";

    /// <summary>How the targets begin of what is refused on other routes than those of exports, schedules and the audit log.</summary>
    public const string RoutePrefix = "reporting";

    // Every id of an own event begins with one of these: a reader that tells events by time and id never takes an ingested one for it.
    private static readonly string[] IdPrefixes = [.. EventIds.Kinds.Select(kind => kind + "-")];

    private static readonly SearchValues<char> NameEnds = SearchValues.Create(",;:([{/<");
    private static readonly SearchValues<char> TargetSeparators = SearchValues.Create(".:/-_ ");

    private static readonly string[] Targets = [.. AuditedAction.All.Select(action => action.Target).Distinct(StringComparer.Ordinal)];
    private static readonly string[] Actions = [.. AuditedAction.All.Select(action => action.Action).Append(AuditedAction.RefuseAccessName)];

    /// <summary>Whether a caller's name can be taken for the system's, as a whole or up to a comma, bracket or the like: "Moderne (system)".</summary>
    public static bool AreImitatedBy(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int end = name.AsSpan().IndexOfAny(NameEnds);
        return IsSystem(name) || (end > 0 && IsSystem(name.AsSpan(0, end)));
    }

    /// <summary>Whether a client's name can be taken for the <see cref="Origin"/> of the service's own events.</summary>
    public static bool IsOriginImitatedBy(string client) => LookAlike.Imitates(client, Origin);

    /// <summary>The first field of an ingested event that claims to be one of the service's own, or null.</summary>
    /// <param name="row">The event.</param>
    /// <param name="claimedOrigin">What the line says is its origin; only read to refuse a false one.</param>
    public static RecordProblem? FindClaim(AuditEvent row, string? claimedOrigin)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (claimedOrigin is not null && IsOriginImitatedBy(claimedOrigin))
        {
            return new RecordProblem("origin", $"is set by the service: '{Origin}' marks its own events and cannot be ingested");
        }

        if (Array.Find(IdPrefixes, prefix => row.Id.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) is { } reserved)
        {
            return new RecordProblem("id", $"begins with '{reserved}', which only the service's own events do");
        }

        if (IsOwnTarget(row.Target))
        {
            return new RecordProblem("target", $"is, or can be taken for, a target of the service's own events: {string.Join(", ", Targets)}, {RoutePrefix}.*");
        }

        return Array.Exists(Actions, action => LookAlike.Imitates(row.Action, action))
            ? new RecordProblem("action", $"is, or can be taken for, an action of the service's own events: {string.Join(", ", Actions)}")
            : null;
    }

    private static bool IsSystem(ReadOnlySpan<char> name) =>
        LookAlike.Imitates(name, AuditActor.System.UserId) || LookAlike.Imitates(name, Anonymous) || LookAlike.Imitates(name, Origin);

    private static bool IsOwnTarget(string target)
    {
        int separator = target.AsSpan().IndexOfAny(TargetSeparators);
        return (separator > 0 && LookAlike.Imitates(target.AsSpan(0, separator), RoutePrefix))
            || LookAlike.Imitates(target, RoutePrefix)
            || Array.Exists(Targets, own => LookAlike.Imitates(target, own));
    }
}
