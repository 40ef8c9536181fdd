using System.Collections.Immutable;

namespace Reporting.Activity.Records;

/// <summary>The kinds of record that there are.</summary>
public static class RecordKinds
{
    /// <summary>
    /// Every kind, in the order in which retention deletes: commits go before their runs, so that no usage row loses its run first.
    /// </summary>
    public static ImmutableArray<RecordKind> All { get; } = [AuditEvents.Kind, Commits.Kind, RecipeRuns.Kind];

    /// <summary>Every table of the log, in the order in which retention deletes.</summary>
    public static ImmutableArray<ActivityTable> Tables { get; } = [.. All.SelectMany(kind => kind.Tables)];

    /// <summary>The kind of this name (ordinal, ignoring case), or null.</summary>
    public static RecordKind? Find(string name) => All.FirstOrDefault(kind => string.Equals(kind.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The kind of these records.</summary>
    public static RecordKind<T> Of<T>()
        where T : ActivityRecord => All.OfType<RecordKind<T>>().Single();
}
