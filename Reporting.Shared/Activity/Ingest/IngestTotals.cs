using Reporting.Activity.Writing;

namespace Reporting.Activity.Ingest;

/// <summary>Sums up a call.</summary>
internal sealed class IngestTotals
{
    private const int ReportedLines = 100;
    private readonly List<BadLine> _badLines = [];
    private long _inserted;
    private long _replaced;
    private long _unchanged;
    private long _refused;

    /// <summary>Lines read, without empty ones.</summary>
    public long Received { get; set; }

    /// <summary>False when lines were left unread.</summary>
    public bool Complete { get; set; } = true;

    /// <summary>Adds a line that was not stored.</summary>
    public void Refuse(BadLine line)
    {
        _refused++;
        AddReported(line);
    }

    /// <summary>Adds a portion; <paramref name="numbers"/> are the numbers of its lines.</summary>
    public void Add(WriteResult portion, List<long> numbers)
    {
        _inserted += portion.Inserted;
        _replaced += portion.Replaced;
        _unchanged += portion.Unchanged;
        foreach (RejectedRow row in portion.Rejected)
        {
            Refuse(new BadLine(numbers[row.Index], row.Field, row.Message));
        }
    }

    /// <summary>What to answer; bad lines by number.</summary>
    public IngestResult ToResult() =>
        new(Received, _inserted, _replaced, _unchanged, _refused, [.. _badLines.OrderBy(line => line.Number).Take(ReportedLines)], Complete);

    // A portion's rejected rows come after bad lines behind them, so the first 100 are only known at the end; a portion adds at most its rows.
    private void AddReported(BadLine line)
    {
        _badLines.Add(line);
        if (_badLines.Count >= 200 * ReportedLines)
        {
            _badLines.Sort((one, other) => one.Number.CompareTo(other.Number));
            _badLines.RemoveRange(ReportedLines, _badLines.Count - ReportedLines);
        }
    }
}

/// <summary>The result of a call's lines. Every good line is stored, whatever the others are.</summary>
/// <param name="Received">Lines that were read, without empty ones.</param>
/// <param name="Inserted">Rows that were new.</param>
/// <param name="Replaced">Rows that replaced an earlier phase.</param>
/// <param name="Unchanged">Rows that were there already, or in a later phase, or came more than once in the call.</param>
/// <param name="Refused">Lines that were not stored.</param>
/// <param name="BadLines">The first 100 of them.</param>
/// <param name="Complete">False when the call held more lines than one call takes; those behind were not read.</param>
public sealed record IngestResult(long Received, long Inserted, long Replaced, long Unchanged, long Refused, IReadOnlyList<BadLine> BadLines, bool Complete)
{
    /// <summary>Lines whose rows are stored.</summary>
    public long Accepted => Inserted + Replaced + Unchanged;
}

/// <summary>A line that was not stored, and why.</summary>
/// <param name="Number">The line's number in the call, from 1; empty lines count.</param>
/// <param name="Field">The field at fault; empty when it is about the whole line.</param>
/// <param name="Message">What is wrong and what the field takes, as a sentence that follows the field's name.</param>
public sealed record BadLine(long Number, string Field, string Message);
