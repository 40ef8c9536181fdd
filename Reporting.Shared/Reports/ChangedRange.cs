namespace Reporting.Reports;

/// <summary>A range of <c>changedAt</c>, UTC, milliseconds.</summary>
/// <param name="Since">Inclusive.</param>
/// <param name="Until">Exclusive; never later than the watermark.</param>
public sealed record ChangedRange(DateTimeOffset Since, DateTimeOffset Until);
