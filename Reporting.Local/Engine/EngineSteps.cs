using Reporting.Exports.Workflow;

namespace Reporting.Local.Engine;

/// <summary>The steps that the engine runs; they stop when the token is cancelled.</summary>
internal delegate IExportSteps EngineSteps(CancellationToken stopping);
