namespace Reporting.Activity.Retention;

/// <summary>A range of event time that somebody is reading, so that none of its hours may be deleted.</summary>
/// <param name="Since">Start, inclusive, UTC.</param>
/// <param name="Until">End, exclusive, UTC.</param>
public sealed record KeptRange(DateTimeOffset Since, DateTimeOffset Until)
{
    /// <summary>Whether the range has a part of the hour that begins at <paramref name="hour"/>.</summary>
    public bool Covers(DateTimeOffset hour) => Since < hour.AddHours(1) && Until > hour;
}
