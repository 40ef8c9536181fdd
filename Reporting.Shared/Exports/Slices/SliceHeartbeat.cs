using Reporting.Exports.Jobs;
using Reporting.Storage;

namespace Reporting.Exports.Slices;

/// <summary>
/// Looks up from a slice's work now and then, without holding it up: notes how far it is, and sees whether the job is cancelled or has
/// ended, since a step cannot be stopped from outside.
/// </summary>
internal sealed class SliceHeartbeat(string jobId, ActiveJob atWork, SliceStore slices, TimeProvider time, TimeSpan interval)
{
    private long _last = time.GetTimestamp();
    private Task<bool>? _look;

    /// <summary>True when the work is to stop. <paramref name="soFar"/> makes the note; it is called only when one is due.</summary>
    public async ValueTask<bool> LookAsync(Func<SliceRow> soFar, CancellationToken cancellationToken)
    {
        if (_look is { IsCompleted: true } look)
        {
            _look = null;
            if (await look)
            {
                return true;
            }
        }

        if (_look is null && time.GetElapsedTime(_last) >= interval)
        {
            _last = time.GetTimestamp();
            _look = LookAndNoteAsync(soFar(), cancellationToken);
        }

        return false;
    }

    /// <summary>Waits for a look under way; its outcome is of no interest any more.</summary>
    public async Task EndAsync()
    {
        if (_look is not null)
        {
            await ((Task)_look).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> LookAndNoteAsync(SliceRow soFar, CancellationToken cancellationToken)
    {
        try
        {
            await slices.WriteAsync(jobId, soFar, cancellationToken);
            return !MayWork(await atWork.LookAsync(cancellationToken));
        }
        catch (Exception exception) when (StorageFailures.IsUnavailable(exception) && !cancellationToken.IsCancellationRequested)
        {
            return false; // A note that is lost costs nothing; the next look is near.
        }
    }

    /// <summary>Whether work on a job makes sense.</summary>
    public static bool MayWork(ExportJob? job) => job is { State: ExportState.InProgress, CancelRequested: false };
}
