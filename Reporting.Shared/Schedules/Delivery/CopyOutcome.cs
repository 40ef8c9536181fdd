namespace Reporting.Schedules.Delivery;

/// <summary>How far a delivery is.</summary>
internal enum CopyOutcome
{
    /// <summary>The copy is there, whole.</summary>
    Done,

    /// <summary>The service is still copying.</summary>
    Pending,

    /// <summary>There is nothing to copy any more.</summary>
    SourceGone,
}
