using System.Text;
using Reporting.Activity.Keys;
using Reporting.Reports;

namespace Reporting.Exports.Slices;

/// <summary>How far a slice has come: behind which key another execution can go on, and between which events its rows lie.</summary>
internal sealed class SliceCursor
{
    // A key has up to 1,024 bytes (Table service limit), and some of them double as UTF-8.
    private const int LongestKey = 2048;

    private readonly byte[] _row = new byte[LongestKey];
    private readonly byte[] _passed = new byte[LongestKey];
    private int _rowLength;
    private int _passedLength;

    /// <summary>Whether nothing was read yet.</summary>
    public bool IsEmpty => _rowLength == 0 && _passedLength == 0;

    /// <summary>Commits without run up to here, since <see cref="Begin"/>.</summary>
    public long CommitsWithoutRun { get; private set; }

    /// <summary>Time of the first row, UTC, or null when there was none.</summary>
    public DateTimeOffset? FirstEvent { get; private set; }

    /// <summary>Time of the last row, UTC, or null when there was none.</summary>
    public DateTimeOffset? LastEvent => _rowLength > 0 ? KeyTicks.TimeOf(Row) : null;

    private ReadOnlySpan<byte> Row => _row.AsSpan(0, _rowLength);

    private ReadOnlySpan<byte> Passed => _passed.AsSpan(0, _passedLength);

    /// <summary>Begins with another reader.</summary>
    public void Begin() => CommitsWithoutRun = 0;

    /// <summary>Goes on to the row that the reader stands on.</summary>
    public void MoveTo(IReportReader reader)
    {
        ReadOnlySpan<byte> key = reader.CurrentKey;
        key.CopyTo(_row);
        _rowLength = key.Length;
        CommitsWithoutRun = reader.CommitsWithoutRun;
        FirstEvent ??= KeyTicks.TimeOf(key);
    }

    /// <summary>Goes on behind what the reader has filtered away, when that lies behind the last row.</summary>
    public void PassTo(IReportReader reader)
    {
        ReadOnlySpan<byte> key = reader.PassedKey;
        if (key.SequenceCompareTo(Row) > 0)
        {
            key.CopyTo(_passed);
            _passedLength = key.Length;
            CommitsWithoutRun = reader.CommitsWithoutRun;
        }
    }

    /// <summary>The key to go on behind: the later of the last row's and the last one passed.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Passed.SequenceCompareTo(Row) > 0 ? Passed : Row);
}
