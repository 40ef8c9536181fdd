using System.Globalization;
using Reporting.Exports.Workflow;
using Reporting.Tests.Exports.Workflow;

namespace Reporting.Tests.Functions.Durable;

/// <summary>Steps over an imagined log, with failures on demand.</summary>
internal sealed class ImaginedSteps(params int[] rows) : IExportSteps
{
    private readonly Dictionary<SlicePart, WrittenPart> _written = [];
    private int _executions;

    public int Window { get; init; } = 4;

    public long First { get; init; }

    /// <summary>Rows after which a slice's time is up; 0 for never.</summary>
    public int Budget { get; init; }

    /// <summary>The exception with which an execution ends (numbered from 0 over all steps), or null.</summary>
    public Func<object, int, Exception?> Fail { get; init; } = (_, _) => null;

    public List<FinishRequest> Finishes { get; } = [];

    public long CommittedRows { get; private set; } = -1;

    public int Failures { get; private set; }

    public Task<ExportPlan> PlanAsync(PlanRequest request)
    {
        MaybeFail(request);
        return Task.FromResult(new ExportPlan(rows.Length, Window, First, rows.Sum()));
    }

    public Task<SliceResult> ExportSliceAsync(SliceRequest request)
    {
        MaybeFail(request);
        int from = request.Cursor is null ? 0 : int.Parse(request.Cursor, CultureInfo.InvariantCulture);
        int wanted = request.Limit > 0 ? (int)Math.Min(rows[request.Slice] - from, request.Limit) : rows[request.Slice] - from;
        int count = Budget > 0 ? Math.Min(wanted, Budget) : wanted;
        var part = new SlicePart(request.Slice, request.Part, _executions.ToString("x16", CultureInfo.InvariantCulture));
        _written.Add(part, new WrittenPart(from, count, request.PreviousAttempt));
        string? cursor = count < wanted ? (from + count).ToString(CultureInfo.InvariantCulture) : null;
        return Task.FromResult(new SliceResult(part.Slice, part.Part, part.Attempt, count, count * 10, cursor));
    }

    public Task<ExportFile> CommitAsync(CommitRequest request)
    {
        MaybeFail(request);
        CommittedRows = request.Slices.SelectMany(last => WrittenPart.LeadingTo(last, _written)).Sum(part => (long)part.Count);
        return Task.FromResult(new ExportFile(true, "job/file.csv", CommittedRows * 10, CommittedRows, "aa", "bb"));
    }

    public Task FinishAsync(FinishRequest request)
    {
        MaybeFail(request);
        Finishes.Add(request);
        return Task.CompletedTask;
    }

    private void MaybeFail(object request)
    {
        if (Fail(request, _executions++) is { } exception)
        {
            Failures++;
            throw exception;
        }
    }
}
