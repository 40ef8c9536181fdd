using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reporting.Activity.Auditing;
using Reporting.Activity.Buckets;
using Reporting.Activity.Records;
using Reporting.Storage;
using Reporting.Telemetry;

namespace Reporting.Activity.Retention;

/// <summary>
/// Deletes activity that is older than <c>Activity:RetentionDays</c>, with what points to it: rows of the log hour by hour, then entries of <c>touched</c>, then
/// estimates. A run stops when its budget is spent and the next goes on where it was; two at once delete the same and do no harm.
/// </summary>
/// <remarks>
/// No reader loses rows under its eyes. An export reads the mark (<see cref="ActivityAvailability"/>) after its job is IN_PROGRESS and begins no earlier; a run sets
/// the mark first and asks who is reading after it. So an export that is being planned at that moment either sees the new mark or is seen by the run, whatever
/// clocks and settings say.
/// </remarks>
internal sealed class ActivityRetention(
    ReportingStorage storage, BucketSettings buckets, ActivityAvailability availability, SweepProgress progress, SelfAudit audit, IOptions<ActivityOptions> options,
    ReportingMeter meter, TimeProvider time, ILogger<ActivityRetention> logger)
{
    /// <summary>Deletes what is old enough, as far as the budget reaches.</summary>
    /// <param name="findKept">Tells which ranges are being read; asked once, after the mark is set.</param>
    /// <param name="budget">How much may be done.</param>
    /// <param name="cancellationToken">Gives up; what is deleted stays deleted.</param>
    /// <exception cref="AuditUnavailableException">The audit log cannot be written, so nothing was deleted.</exception>
    /// <exception cref="Azure.RequestFailedException">The service refused; the next run goes on.</exception>
    public async Task RunAsync(Func<CancellationToken, Task<IReadOnlyList<KeptRange>>> findKept, RetentionBudget budget, CancellationToken cancellationToken)
    {
        if (options.Value.DeletedBefore(time.GetUtcNow()) is not { } before)
        {
            return;
        }

        await availability.AnnounceAsync(before, cancellationToken);
        var run = new SweepRun(before, await findKept(cancellationToken), budget, audit);
        try
        {
            await SweepAsync(run, cancellationToken);
        }
        finally
        {
            await run.EndAsync();
            Report(run);
        }
    }

    private async Task SweepAsync(SweepRun run, CancellationToken cancellationToken)
    {
        IReadOnlyList<ISweepPart> parts = await PartsAsync(run.Before, cancellationToken);
        SweepPosition? position = await progress.ReadAsync(cancellationToken);
        int first = position is null ? 0 : Math.Max(0, parts.Select(part => part.Name).ToList().IndexOf(position.Part));
        for (int index = first; index < parts.Count; index++)
        {
            string from = string.Equals(parts[index].Name, position?.Part, StringComparison.Ordinal) ? position!.From : "";
            if (await parts[index].SweepAsync(from, run, cancellationToken) is { } stopped)
            {
                await progress.WriteAsync(new SweepPosition(parts[index].Name, stopped), cancellationToken);
                ActivityRetentionLog.Stopped(logger, parts[index].Name, stopped);
                return;
            }
        }

        await progress.WriteAsync(null, cancellationToken);
    }

    private async Task<IReadOnlyList<ISweepPart>> PartsAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        BucketLayout layout = await buckets.GetAsync(cancellationToken);
        IReadOnlyList<string> inForce = layout.BucketsInForce(DateTimeOffset.MinValue, before);
        return
        [
            .. RecordKinds.Tables.SelectMany(table => inForce.Select(bucket => new BucketPart(storage, table, bucket))),
            .. RecordKinds.Tables.Select(table => new TouchedPart(storage, table)),
            .. RecordKinds.Tables.Where(table => table.IsCounted).Select(table => new HourCountsPart(storage, table)),
        ];
    }

    private void Report(SweepRun run)
    {
        foreach ((string table, long rows) in run.Deleted)
        {
            meter.RowsDeleted(table, rows);
            ActivityRetentionLog.Deleted(logger, rows, table, Rfc3339.Format(run.Before));
        }

        if (run.HasKept)
        {
            ActivityRetentionLog.Kept(logger);
        }
    }
}

/// <summary>What the deletion of activity logs; event ids 1101 to 1199.</summary>
internal static partial class ActivityRetentionLog
{
    [LoggerMessage(1101, LogLevel.Information, "Deleted {Rows} rows of {Table} that belong to activity from before {Before}.")]
    public static partial void Deleted(ILogger logger, long rows, string table, string before);

    [LoggerMessage(1102, LogLevel.Information, "This run has deleted as much as it may; the next one goes on in {Part} at {From}.")]
    public static partial void Stopped(ILogger logger, string part, string from);

    [LoggerMessage(1103, LogLevel.Information, "Old hours of activity that running exports read were left for a later run.")]
    public static partial void Kept(ILogger logger);
}
