using System.Globalization;
using System.Text.Json;
using Reporting.Exports.Workflow;

namespace Reporting.Tests.Exports.Workflow;

/// <summary>An export over an imagined log, run under <see cref="WorkflowReplay"/> in an order drawn from a seed, and what became of it.</summary>
internal sealed class SimulatedExport(int seed)
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<SlicePart, WrittenPart> _written = [];
    private readonly List<HistoryEvent> _events = [];
    private readonly List<int> _callsBefore = [];
    private readonly List<string> _progressBefore = [];

    /// <summary>Rows of each slice.</summary>
    public required int[] Rows { get; init; }

    public int Window { get; init; } = 4;

    public long First { get; init; }

    /// <summary>Rows after which a slice's time is up; 0 for never.</summary>
    public int Budget { get; init; }

    /// <summary>Number of the event before which the cancel signal comes; -1 for never.</summary>
    public int CancelBefore { get; init; } = -1;

    /// <summary>Number of the call that fails; -1 for none.</summary>
    public int FailCall { get; init; } = -1;

    /// <summary>Whether the commit finds the job cancelled.</summary>
    public bool CommitFindsCancel { get; init; }

    public WorkflowReplay Replay { get; } = new("job");

    /// <summary>The most slice steps that ran at a time.</summary>
    public int MostAtATime { get; private set; }

    /// <summary>The rows in the committed file as (slice, row), or null without a commit.</summary>
    public List<(int Slice, int Row)>? File { get; private set; }

    public IReadOnlyList<FinishRequest> Finishes => [.. Replay.Requests.OfType<FinishRequest>()];

    public IReadOnlyList<SliceRequest> Slices => [.. Replay.Requests.OfType<SliceRequest>()];

    /// <summary>Every row in order, or the first N.</summary>
    public List<(int Slice, int Row)> Expected
    {
        get
        {
            IEnumerable<(int, int)> all = Enumerable.Range(0, Rows.Length).SelectMany(slice => Enumerable.Range(0, Rows[slice]).Select(row => (slice, row)));
            return [.. First > 0 ? all.Take((int)First) : all];
        }
    }

    /// <summary>Runs to the end, answering open calls in drawn order.</summary>
    public WorkflowHistory Run()
    {
        var open = new List<int>();
        int seen = 0;
        while (!Replay.Outcome.IsCompleted)
        {
            open.AddRange(Enumerable.Range(seen, Replay.Calls.Count - seen));
            seen = Replay.Calls.Count;
            MostAtATime = Math.Max(MostAtATime, open.Count(call => Replay.Requests[call] is SliceRequest));
            if (_events.Count == CancelBefore)
            {
                Feed(HistoryEvent.Cancel);
                continue;
            }

            int call = open[_random.Next(open.Count)];
            open.Remove(call);
            Feed(call == FailCall ? new HistoryEvent(call, null, "AccountKey=secret") : new HistoryEvent(call, Answer(Replay.Requests[call]), null));
        }

        return new WorkflowHistory
        {
            JobId = "job", Calls = [.. Replay.Calls], CallsBefore = _callsBefore, Events = _events, ProgressBefore = _progressBefore,
            Outcome = Replay.Outcome.IsCompletedSuccessfully ? Replay.Outcome.Result.ToString() : "threw",
        };
    }

    private void Feed(HistoryEvent item)
    {
        _callsBefore.Add(Replay.Calls.Count);
        _progressBefore.Add(JsonSerializer.Serialize(Replay.Progress));
        _events.Add(item);
        Replay.Feed(item);
    }

    private string? Answer(object request) => request switch
    {
        PlanRequest => JsonSerializer.Serialize(new ExportPlan(Rows.Length, Window, First, Rows.Sum())),
        SliceRequest slice => JsonSerializer.Serialize(Write(slice)),
        CommitRequest commit => JsonSerializer.Serialize(Commit(commit)),
        _ => null,
    };

    private SliceResult Write(SliceRequest request)
    {
        int from = request.Cursor is null ? 0 : int.Parse(request.Cursor, CultureInfo.InvariantCulture);
        int left = Rows[request.Slice] - from;
        int wanted = request.Limit > 0 ? (int)Math.Min(left, request.Limit) : left;
        int count = Budget > 0 ? Math.Min(wanted, Budget) : wanted;
        var part = new SlicePart(request.Slice, request.Part, _written.Count.ToString("x16", CultureInfo.InvariantCulture));
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

        File = [.. request.Slices.SelectMany(last => WrittenPart.LeadingTo(last, _written).SelectMany(part => part.Rows.Select(row => (last.Slice, row))))];
        return new ExportFile(true, "job/file.csv", File.Count * 10, File.Count, "aa", "bb");
    }
}
