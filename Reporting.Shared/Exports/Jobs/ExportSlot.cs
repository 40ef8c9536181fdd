namespace Reporting.Exports.Jobs;

/// <summary>For what a scheduled export is made; its text stands in the job and in the manifest (<c>schedule</c>).</summary>
/// <param name="Schedule">The schedule's name.</param>
/// <param name="Slot">The instant at which it was due, UTC.</param>
/// <example><c>daily-usage/2026-11-28T02:00:00.000Z</c>.</example>
public sealed record ExportSlot(string Schedule, DateTimeOffset Slot)
{
    private const char Separator = '/';

    /// <summary>The slot of such a text, or null.</summary>
    public static ExportSlot? Find(string? text)
    {
        int at = text?.IndexOf(Separator, StringComparison.Ordinal) ?? -1;
        return at > 0 && Rows.Rfc3339.TryParse(text.AsSpan(at + 1), out DateTimeOffset slot) ? new ExportSlot(text![..at], slot) : null;
    }

    /// <summary>The text.</summary>
    public override string ToString() => $"{Schedule}{Separator}{ExportTime.Format(Slot)}";
}
