using Reporting.Exports;

namespace Reporting.Schedules.Requests;

/// <summary>What became of an input: the definition, or what is wrong with it.</summary>
/// <param name="Definition">The definition, checked and complete; null when there are problems.</param>
/// <param name="Problems">Everything that is wrong, by the API's names of the fields.</param>
public sealed record ScheduleValidation(ScheduleDefinition? Definition, IReadOnlyList<ExportProblem> Problems);
