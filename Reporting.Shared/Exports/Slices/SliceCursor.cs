using System.Text;
using Reporting.Activity.Keys;
using Reporting.Reports;
using Reporting.Rows;

namespace Reporting.Exports.Slices;

/// <summary>How far a slice has come: behind which key another execution can go on, and between which events its rows lie.</summary>
internal sealed class SliceCursor
{
    private readonly KeyMark _row = new();
    private readonly KeyMark _passed = new();

    /// <summary>Whether nothing was read yet.</summary>
    public bool IsEmpty => _row.Key.IsEmpty && _passed.Key.IsEmpty;

    /// <summary>Commits without run up to here, since <see cref="Begin"/>.</summary>
    public long CommitsWithoutRun { get; private set; }

    /// <summary>Time of the first row, UTC, or null when there was none.</summary>
    public DateTimeOffset? FirstEvent { get; private set; }

    /// <summary>Time of the last row, UTC, or null when there was none.</summary>
    public DateTimeOffset? LastEvent => _row.Key.IsEmpty ? null : KeyTicks.TimeOf(_row.Key);

    /// <summary>Begins with another reader.</summary>
    public void Begin() => CommitsWithoutRun = 0;

    /// <summary>Goes on to the row that the reader stands on.</summary>
    public void MoveTo(IReportReader reader)
    {
        ReadOnlySpan<byte> key = reader.CurrentKey;
        _row.Set(key);
        CommitsWithoutRun = reader.CommitsWithoutRun;
        FirstEvent ??= KeyTicks.TimeOf(key);
    }

    /// <summary>Goes on behind what the reader has passed over, when that lies behind the last row.</summary>
    public void PassTo(IReportReader reader)
    {
        ReadOnlySpan<byte> key = reader.PassedKey;
        if (key.SequenceCompareTo(_row.Key) > 0)
        {
            _passed.Set(key);
            CommitsWithoutRun = reader.CommitsWithoutRun;
        }
    }

    /// <summary>The key to go on behind: the later of the last row's and the last one passed.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_passed.Key.SequenceCompareTo(_row.Key) > 0 ? _passed.Key : _row.Key);
}
