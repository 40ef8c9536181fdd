using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Storage;

namespace Reporting.Local.Durable;

/// <summary>
/// Takes over from the engine of earlier versions, which kept its steps in the table <c>localsteps</c>: the exports that it left unfinished start
/// again on the task hub, under their plan, and the table goes. Interrupted, it is done again at the next start, which changes nothing that is done.
/// </summary>
internal sealed partial class FormerEngine(ReportingStorage storage, ExportJobStore jobs, IExportRunner runner, TimeProvider time, ILogger<FormerEngine> logger) : BackgroundService
{
    /// <summary>The earlier engine's table.</summary>
    public const string Table = "localsteps";

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TakeOverAsync(stoppingToken);
                return;
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Failed(logger, exception);
                await Task.Delay(RetryDelay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task TakeOverAsync(CancellationToken cancellationToken)
    {
        if (!await storage.Tables.QueryAsync(table => table.Name == Table, cancellationToken: cancellationToken).AnyAsync(cancellationToken))
        {
            return;
        }

        var unfinished = new ExportListQuery { Engine = runner.Engine, States = [ExportState.Queued, ExportState.InProgress], PageSize = 100 };
        await foreach (ExportJob job in jobs.ListAllAsync(unfinished, cancellationToken))
        {
            await runner.StartAsync(job.Id, cancellationToken); // Does nothing for an export that the task hub already has.
            TakenOver(logger, job.Id);
        }

        await storage.Tables.DeleteTableAsync(Table, cancellationToken);
    }

    [LoggerMessage(EventId = 7003, Level = LogLevel.Information, Message = "Export {JobId} of the engine of an earlier version goes on")]
    private static partial void TakenOver(ILogger logger, string jobId);

    [LoggerMessage(EventId = 7004, Level = LogLevel.Warning, Message = "The exports of the engine of an earlier version could not be taken over; the next attempt follows in 10 s")]
    private static partial void Failed(ILogger logger, Exception exception);
}
