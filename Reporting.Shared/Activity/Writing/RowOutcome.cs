namespace Reporting.Activity.Writing;

/// <summary>What became of a row.</summary>
internal enum RowOutcome
{
    /// <summary>Not acknowledged yet.</summary>
    Pending,

    /// <summary>It was new.</summary>
    Inserted,

    /// <summary>It replaced an earlier phase.</summary>
    Replaced,

    /// <summary>The stored row is equal, or not an earlier phase.</summary>
    Unchanged,

    /// <summary>It contradicts the stored row of the same identity.</summary>
    Rejected,
}
