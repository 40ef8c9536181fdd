namespace Reporting.Exports.Jobs;

/// <summary>What became of a change to a job.</summary>
/// <param name="Won">True when this caller's change is the one that was made; false when somebody else was first or it is not legal.</param>
/// <param name="Job">The job as it is now, or null when there is none of that id.</param>
public sealed record ExportChange(bool Won, ExportJob? Job);
