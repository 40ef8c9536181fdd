namespace Reporting.Exports.Workflow;

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
