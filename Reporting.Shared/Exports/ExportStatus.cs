using Reporting.Exports.Jobs;
using Reporting.Exports.Workflow;

namespace Reporting.Exports;

/// <summary>A job and how far it is.</summary>
/// <param name="Job">The job.</param>
/// <param name="Progress">How far it is; all of it once it is SUCCESSFUL.</param>
public sealed record ExportStatus(ExportJob Job, ExportProgress Progress);
