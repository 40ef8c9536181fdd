using Reporting.Exports.Workflow;

namespace Reporting.Exports.Steps;

/// <summary>The steps as an engine runs them: measured, and stopped when it takes the execution back (docs/exports.md).</summary>
public delegate IExportSteps StoppableSteps(CancellationToken stopping);
