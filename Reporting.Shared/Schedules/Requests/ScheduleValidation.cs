using Reporting.Exports;

namespace Reporting.Schedules.Requests;

/// <summary>The result of validation: the definition, or the problems.</summary>
/// <param name="Definition">The definition, checked and complete; null when there are problems.</param>
/// <param name="Problems">Everything that is wrong, by the API's names of the fields.</param>
public sealed record ScheduleValidation(ScheduleDefinition? Definition, IReadOnlyList<ExportProblem> Problems);
