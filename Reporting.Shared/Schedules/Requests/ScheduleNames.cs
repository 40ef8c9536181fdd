using System.Buffers;

namespace Reporting.Schedules.Requests;

/// <summary>What schedules and their parts are called in the API.</summary>
public static class ScheduleNames
{
    private static readonly SearchValues<char> s_letters = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz-");

    /// <summary>The names of <see cref="ScheduleOver"/>, in its order.</summary>
    public static IReadOnlyList<string> Over { get; } = ["changedAt", "eventTime"];

    /// <summary>The names of <see cref="SlotState"/>, in its order.</summary>
    public static IReadOnlyList<string> States { get; } = ["SUCCESSFUL", "FAILED", "SKIPPED"];

    /// <summary>Whether a schedule can have this name: <c>[a-z0-9][a-z0-9-]{0,62}</c>.</summary>
    public static bool IsValid(string? name) =>
        name is { Length: >= 1 and <= 63 } && name[0] != '-' && !name.AsSpan().ContainsAnyExcept(s_letters);
}
