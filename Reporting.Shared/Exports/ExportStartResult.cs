using Reporting.Exports.Jobs;

namespace Reporting.Exports;

/// <summary>The answer to a call to start an export.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Job">The job, when started now or before; else null.</param>
/// <param name="Problems">What is wrong with what was asked.</param>
/// <param name="RetryAfter">When to ask again, or (once started) when to look at the job first.</param>
public sealed record ExportStartResult(ExportStartOutcome Outcome, ExportJob? Job, IReadOnlyList<ExportProblem> Problems, TimeSpan RetryAfter);
