namespace Reporting.Api.Schedules;

/// <summary>All schedules.</summary>
/// <param name="Items">The schedules, by name.</param>
public sealed record ScheduleListAnswer(IReadOnlyList<ScheduleAnswer> Items);
