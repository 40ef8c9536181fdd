using Reporting.Exports.Workflow;

namespace Reporting.Functions.Durable;

/// <summary>The core's steps for one execution of an activity, measured; they stop when the host takes the execution back.</summary>
public delegate IExportSteps ActivitySteps(CancellationToken stopping);
