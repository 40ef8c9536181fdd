using Reporting.Exports.Slices;
using Reporting.Exports.Workflow;

namespace Reporting.Tests.Exports.Workflow;

/// <summary>The activities of an export over an imagined log of slices with so many rows, with failures on demand.</summary>
internal sealed class FakeExport(params int[] rows)
{
    private readonly Dictionary<SlicePart, WrittenPart> _written = [];
    private int _executions;

    public int Window { get; init; } = 4;

    public long First { get; init; }

    /// <summary>Rows after which a slice's time is up; 0 for never.</summary>
    public int Budget { get; init; }

    /// <summary>Whether the commit finds the job cancelled.</summary>
    public bool CommitFindsCancel { get; init; }

    /// <summary>The exception with which an execution ends (numbered from 0 over all activities), or null.</summary>
    public Func<object, int, Exception?> Fail { get; init; } = (_, _) => null;

    public List<FinishRequest> Finishes { get; } = [];

    /// <summary>The slices that were written, in the order of their ends.</summary>
    public List<SliceRequest> Slices { get; } = [];

    /// <summary>The rows in the committed file as (slice, row), or null without a commit.</summary>
    public List<(int Slice, int Row)>? File { get; private set; }

    public int Failures { get; private set; }

    /// <summary>Every row in order, or the first N.</summary>
    public List<(int Slice, int Row)> Expected
    {
        get
        {
            IEnumerable<(int, int)> all = Enumerable.Range(0, rows.Length).SelectMany(slice => Enumerable.Range(0, rows[slice]).Select(row => (slice, row)));
            return [.. First > 0 ? all.Take((int)First) : all];
        }
    }

    /// <summary>Runs the activity that takes this request.</summary>
    public Task<object?> RunAsync(object request)
    {
        if (Fail(request, _executions++) is { } exception)
        {
            Failures++;
            throw exception;
        }

        return Task.FromResult<object?>(request switch
        {
            PlanRequest => new ExportPlan(rows.Length, Window, First, rows.Sum()),
            SliceRequest slice => Write(slice),
            CommitRequest commit => Commit(commit),
            _ => Finish((FinishRequest)request),
        });
    }

    private SliceResult Write(SliceRequest request)
    {
        Slices.Add(request);
        int from = request.Cursor is null ? 0 : int.Parse(request.Cursor, CultureInfo.InvariantCulture);
        int wanted = request.Limit > 0 ? (int)Math.Min(rows[request.Slice] - from, request.Limit) : rows[request.Slice] - from;
        int count = Budget > 0 ? Math.Min(wanted, Budget) : wanted;
        var part = new SlicePart(request.Slice, request.Part, _executions.ToString("x16", CultureInfo.InvariantCulture));
        _written.Add(part, new WrittenPart(from, count, request.PreviousAttempt));
        string? cursor = count < wanted ? (from + count).ToString(CultureInfo.InvariantCulture) : null;
        return new SliceResult(part.Slice, part.Part, part.Attempt, count, count * 10, cursor);
    }

    private ExportFile Commit(CommitRequest request)
    {
        if (CommitFindsCancel)
        {
            return new ExportFile(false, "", 0, 0, null, null);
        }

        File = [.. request.Slices.SelectMany(last => LeadingTo(last).SelectMany(part => Enumerable.Range(part.From, part.Count).Select(row => (last.Slice, row))))];
        return new ExportFile(true, "job/file.csv", File.Count * 10, File.Count, "aa", "bb");
    }

    private object? Finish(FinishRequest request)
    {
        Finishes.Add(request);
        return null;
    }

    /// <summary>The parts of a slice up to its last one, in order, as the commit follows them.</summary>
    private WrittenPart[] LeadingTo(SlicePart last)
    {
        var parts = new WrittenPart[last.Part + 1];
        string? attempt = last.Attempt;
        for (int part = last.Part; part >= 0; part--)
        {
            parts[part] = _written[new SlicePart(last.Slice, part, attempt!)];
            attempt = parts[part].PreviousAttempt;
        }

        return parts;
    }

    /// <summary>What one execution wrote: from which row within the slice, how many, and behind which execution of the part before.</summary>
    private sealed record WrittenPart(int From, int Count, string? PreviousAttempt);
}
