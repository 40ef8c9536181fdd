namespace Reporting.Activity.Writing;

/// <summary>A range of RowKeys of one partition that is about to be written to.</summary>
/// <param name="Partition">The PartitionKey.</param>
/// <param name="Min">Smallest RowKey.</param>
/// <param name="Max">Largest RowKey.</param>
internal readonly record struct TouchedRange(string Partition, string Min, string Max)
{
    /// <summary>True when the other range lies within this one.</summary>
    public bool Covers(TouchedRange other) => string.CompareOrdinal(Min, other.Min) <= 0 && string.CompareOrdinal(other.Max, Max) <= 0;
}
