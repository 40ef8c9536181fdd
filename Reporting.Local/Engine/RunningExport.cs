namespace Reporting.Local.Engine;

/// <summary>An export that was started and is not forgotten yet, as its row in <c>localsteps</c> tells.</summary>
/// <param name="JobId">The job.</param>
/// <param name="RequestedBy">Whose it is, for the fair order.</param>
/// <param name="StartedAt">When it was handed to the engine, UTC; the order within one user.</param>
/// <param name="CancelRequested">Whether somebody asked to cancel it.</param>
/// <param name="Failed">Whether the engine has given it up; the reaper ends its job.</param>
/// <param name="Finished">Whether its job has ended, so that all there is left to do is to forget it.</param>
/// <param name="LastUpdatedAt">When the row was last written, UTC.</param>
internal sealed record RunningExport(string JobId, string RequestedBy, DateTimeOffset StartedAt, bool CancelRequested, bool Failed, bool Finished, DateTimeOffset LastUpdatedAt);
