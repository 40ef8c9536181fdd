namespace Reporting.Activity.Retention;

/// <summary>A part of what retention deletes: one bucket of one table, say.</summary>
internal interface ISweepPart
{
    /// <summary>Its name in the stored position; never changes.</summary>
    string Name { get; }

    /// <summary>Deletes what is old enough, from a key on, until the run's budget is spent.</summary>
    /// <param name="from">Where an earlier run stopped; empty for the beginning.</param>
    /// <param name="run">What may be deleted and how much of it.</param>
    /// <param name="cancellationToken">Gives up; what is deleted stays deleted.</param>
    /// <returns>Where it stopped, or null when all of the part is done.</returns>
    Task<string?> SweepAsync(string from, SweepRun run, CancellationToken cancellationToken);
}
