using Microsoft.DurableTask;
using Reporting.Exports.Slices;

namespace Reporting.Exports.Workflow;

/// <summary>
/// Runs the slices of a plan, a window of them at a time, refilled as they end; a slice that ran out of time goes on from its cursor.
/// With <c>first: N</c> each slice is capped at what N leaves after the rows known to come before it; once the slices written in
/// order hold N rows no more start, and the part in which row N falls is written again, shorter.
/// </summary>
/// <example>
/// N = 10, slices of 6, 8 and 9 rows, window 2. Slices 0 and 1 start, both capped at 10. Slice 1 ends with 8: slice 2 starts, capped
/// at 2. Slice 0 ends with 6: row 10 falls in slice 1, so slice 1 is written again with a limit of 4, and what slice 2 does is of no
/// interest any more. The file is slice 0 and the shorter slice 1.
/// </example>
internal sealed class SliceFanOut
{
    private readonly TaskOrchestrationContext _context;
    private readonly ActivityCalls _calls;
    private readonly string _jobId;
    private readonly ExportPlan _plan;
    private readonly Task _cancelRequested;
    private readonly SliceTrack[] _tracks;

    // In the order of their starts: WhenAny takes the first of several that have ended, so the order is part of the replay.
    private readonly List<Task<SliceResult>> _running = [];

    public SliceFanOut(TaskOrchestrationContext context, ActivityCalls calls, string jobId, ExportPlan plan, Task cancelRequested)
    {
        (_context, _calls, _jobId, _plan, _cancelRequested) = (context, calls, jobId, plan, cancelRequested);
        _tracks = [.. Enumerable.Range(0, plan.SliceCount).Select(slice => new SliceTrack(slice))];
    }

    /// <summary>The last part of each slice of the file, in order, or null when the export was cancelled meanwhile.</summary>
    public async Task<IReadOnlyList<SlicePart>?> RunAsync()
    {
        int count;
        while (!TryEnd(out count))
        {
            Task ended = await Task.WhenAny([_cancelRequested, .. _running]);
            if (_cancelRequested.IsCompleted)
            {
                return null;
            }

            var step = (Task<SliceResult>)ended;
            _running.Remove(step);
            SliceTrack? track = Array.Find(_tracks, track => track.Running == step);
            if (track is null)
            {
                continue; // Of no interest any more, even if it failed.
            }

            SliceResult result = await step;
            if (result.Canceled)
            {
                return null;
            }

            track.Add(result);
            Report();
        }

        return [.. _tracks.Take(count).Select(track => track.Last)];
    }

    /// <summary>
    /// Goes through the slices in order and starts what the window lets it; true when the first <paramref name="count"/> slices are the
    /// file. <c>settled</c> says that every slice before is complete, so that the rows before are known exactly and not only as a lower bound.
    /// </summary>
    private bool TryEnd(out int count)
    {
        bool settled = true;
        long before = 0;
        for (count = 0; count < _tracks.Length; count++)
        {
            SliceTrack track = _tracks[count];
            long limit = _plan.First == 0 ? 0 : _plan.First - before;
            if (limit > 0 && track.Rows >= limit)
            {
                return settled && TryEndWithin(track, limit, ref count);
            }

            if (!track.Complete)
            {
                settled = false;
                if (track.Running is null && _running.Count < _plan.Window)
                {
                    Start(track, limit);
                }
            }

            before += track.Rows;
        }

        return settled;
    }

    /// <summary>The last row wanted falls in this slice: it is done when it ends just there, else it is written again from the part in which it falls.</summary>
    private bool TryEndWithin(SliceTrack track, long limit, ref int count)
    {
        track.CutTo(limit);
        if (track.Rows < limit)
        {
            Start(track, limit);
            return false;
        }

        count++;
        return true;
    }

    private void Start(SliceTrack track, long limit)
    {
        track.Running = _calls.CallAsync<SliceResult>(ActivityRetryPolicy.Slice, ExportOrchestrator.ExportSlice, track.Next(_jobId, limit));
        _running.Add(track.Running);
    }

    private void Report()
    {
        long rows = _tracks.Sum(track => track.Rows);
        _context.SetCustomStatus(new ExportProgress(
            _tracks.Count(track => track.Complete), _tracks.Length, _plan.First > 0 ? Math.Min(rows, _plan.First) : rows, _plan.EstimatedRows));
    }
}

/// <summary>What a workflow knows of one slice: its parts so far, and the step that is writing the next one.</summary>
internal sealed class SliceTrack(int slice)
{
    private readonly List<WrittenPart> _parts = [];
    private string? _cursor;

    /// <summary>The step under way whose result counts, or null.</summary>
    public Task<SliceResult>? Running { get; set; }

    /// <summary>Whether all of it, or all that its limit let through, is written.</summary>
    public bool Complete { get; private set; }

    /// <summary>Rows written so far.</summary>
    public long Rows { get; private set; }

    /// <summary>The last of its parts that go into the file; each part's row names the one before.</summary>
    public SlicePart Last => _parts[^1].Part;

    /// <summary>The request of its next step; <paramref name="limit"/> is how many rows the whole slice may have, more than it has already, or 0 for no limit.</summary>
    public SliceRequest Next(string jobId, long limit) => new(
        jobId, slice, _parts.Count, _cursor, limit == 0 ? 0 : limit - Rows, _parts.Count == 0 ? null : Last.Attempt);

    /// <summary>Takes the result of <see cref="Running"/>.</summary>
    public void Add(SliceResult result)
    {
        _parts.Add(new WrittenPart(new SlicePart(result.Slice, result.Part, result.Attempt), result.Rows, _cursor));
        Rows += result.Rows;
        _cursor = result.Cursor;
        Complete = result.Cursor is null;
        Running = null;
    }

    /// <summary>
    /// Goes back to at most <paramref name="rows"/> rows: the part in which the last of them falls is dropped with those behind it,
    /// unless it ends just there, and a step under way counts no more.
    /// </summary>
    /// <example>With parts of 5, 5 and 5 rows <c>CutTo(7)</c> leaves the first; the next step goes on behind it, with a limit of 2.</example>
    public void CutTo(long rows)
    {
        while (Rows > rows)
        {
            WrittenPart last = _parts[^1];
            _parts.RemoveAt(_parts.Count - 1);
            Rows -= last.Rows;
            _cursor = last.From;
            Complete = false;
        }

        Running = null;
    }

    private readonly record struct WrittenPart(SlicePart Part, long Rows, string? From);
}
