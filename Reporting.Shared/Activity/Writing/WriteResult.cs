namespace Reporting.Activity.Writing;

/// <summary>What a call of <see cref="ActivityWriter"/> did. Accepted rows are stored: inserted, replaced or unchanged.</summary>
/// <param name="Inserted">Rows that were new.</param>
/// <param name="Replaced">Rows that replaced an earlier phase.</param>
/// <param name="Unchanged">Rows that were there already, or in a later phase, or folded into another row of the call.</param>
/// <param name="Rejected">Rows that were not written, in the order of the call.</param>
public sealed record WriteResult(int Inserted, int Replaced, int Unchanged, IReadOnlyList<RejectedRow> Rejected)
{
    /// <summary>Rows that are stored.</summary>
    public int Accepted => Inserted + Replaced + Unchanged;
}
