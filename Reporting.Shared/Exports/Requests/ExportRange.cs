namespace Reporting.Exports.Requests;

/// <summary>Checks the times of an input.</summary>
internal sealed class ExportRange
{
    private readonly List<ExportProblem> _problems;

    private ExportRange(List<ExportProblem> problems) => _problems = problems;

    /// <summary>First event time, inclusive.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>End of the event times, exclusive: as given, also when it lies in the future; else the moment of the request, except for changes.</summary>
    public DateTimeOffset Until { get; private set; }

    /// <summary>First time of change, inclusive, or null.</summary>
    public DateTimeOffset? ChangedSince { get; private set; }

    /// <summary>End of the times of change, exclusive, or null.</summary>
    public DateTimeOffset? ChangedUntil { get; private set; }

    public static ExportRange Of(ExportInput input, DateTimeOffset requestedAt, List<ExportProblem> problems)
    {
        var range = new ExportRange(problems);
        range.Read(input, ExportTime.Truncate(requestedAt));
        return range;
    }

    private void Read(ExportInput input, DateTimeOffset now)
    {
        DateTimeOffset? since = ExportTime.Ceiling(input.Since);
        DateTimeOffset? until = ExportTime.Ceiling(input.Until);
        ChangedSince = ExportTime.Ceiling(input.ChangedSince);
        ChangedUntil = ExportTime.Ceiling(input.ChangedUntil);

        // What is given means here what it means where the log is browsed: events of a sender whose clock is ahead are in the range they are in.
        Since = since ?? DateTimeOffset.MinValue;
        Until = until ?? (ChangedSince is null ? now : ExportTime.Unbounded);
        if (Since > Until)
        {
            Add("since", until is null ? "since must not be after until, which is the moment of the request unless it is given." : "since must not be after until.");
        }

        CheckChanged(now);
    }

    private void CheckChanged(DateTimeOffset now)
    {
        if (ChangedUntil is not null && ChangedSince is null)
        {
            Add("changedUntil", "changedUntil needs changedSince beside it.");
        }
        else if (ChangedSince > ChangedUntil)
        {
            Add("changedSince", "changedSince must not be after changedUntil.");
        }
        else if (ChangedSince > now)
        {
            Add("changedSince", "changedSince lies in the future; nothing has changed then yet.");
        }
    }

    private void Add(string field, string message) => _problems.Add(new ExportProblem(field, message));
}
