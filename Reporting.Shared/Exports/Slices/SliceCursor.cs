using System.Text.Json.Serialization;
using Reporting.Activity.Keys;
using Reporting.Reports;

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

/// <summary>
/// A part of a slice by the one execution of it that goes into the file. In JSON it is one string, <c>0012-0000-4f1d...</c>, so that
/// those of 96 slices fit well into a payload of 16 KB.
/// </summary>
/// <param name="Slice">Number of the slice, from 0.</param>
/// <param name="Part">Number of the part within the slice, from 0.</param>
/// <param name="Attempt">The execution: 16 lower-case hex digits.</param>
[JsonConverter(typeof(SlicePartJsonConverter))]
public sealed record SlicePart(int Slice, int Part, string Attempt);

/// <summary>Writes a <see cref="SlicePart"/> as <c>{slice:D4}-{part:D4}-{attempt}</c>, the key of its row in <c>exportslices</c>.</summary>
internal sealed class SlicePartJsonConverter : JsonConverter<SlicePart>
{
    /// <summary>The key of a part's row.</summary>
    public static string KeyOf(int slice, int part, string attempt) =>
        string.Create(CultureInfo.InvariantCulture, $"{slice:D4}-{part:D4}-{attempt}");

    public override SlicePart Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string[] pieces = (reader.GetString() ?? "").Split('-');
        return pieces.Length == 3
            && int.TryParse(pieces[0], NumberStyles.None, CultureInfo.InvariantCulture, out int slice)
            && int.TryParse(pieces[1], NumberStyles.None, CultureInfo.InvariantCulture, out int part)
            ? new SlicePart(slice, part, pieces[2])
            : throw new JsonException("Not a slice part.");
    }

    public override void Write(Utf8JsonWriter writer, SlicePart value, JsonSerializerOptions options) =>
        writer.WriteStringValue(KeyOf(value.Slice, value.Part, value.Attempt));
}

/// <summary>Payload of the slice step.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Slice">Number of the slice in the plan, from 0.</param>
/// <param name="Part">0, and one more each time the slice goes on from a cursor.</param>
/// <param name="Cursor">The key after which to go on, or null for the slice's beginning.</param>
/// <param name="Limit">At most so many rows; 0 for no limit.</param>
/// <param name="PreviousAttempt">The execution of the part before that counts, or null for part 0: kept in the part's row, so that the last part leads back to the first.</param>
public sealed record SliceRequest(string JobId, int Slice, int Part, string? Cursor, long Limit, string? PreviousAttempt = null);
