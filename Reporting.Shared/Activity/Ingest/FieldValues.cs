using Reporting.Activity.Records;
using Reporting.Rows;

namespace Reporting.Activity.Ingest;

/// <summary>The values of one line by field, used again for the next line.</summary>
internal sealed class FieldValues(RecordShape shape)
{
    private readonly bool[] _given = new bool[shape.Fields.Length];
    private readonly string?[] _texts = new string?[shape.Fields.Length];
    private readonly long?[] _numbers = new long?[shape.Fields.Length];
    private readonly DateTimeOffset[] _times = new DateTimeOffset[shape.Fields.Length];

    /// <summary>Forgets the last line.</summary>
    public void Clear()
    {
        Array.Clear(_given);
        Array.Clear(_texts);
        Array.Clear(_numbers);
    }

    /// <summary>Marks a field as given; false when it was already.</summary>
    public bool TryGive(int ordinal) => !_given[ordinal] && (_given[ordinal] = true);

    /// <summary>True when the field has a value; null is none.</summary>
    public bool HasValue(int ordinal) => _texts[ordinal] is not null || _numbers[ordinal] is not null;

    /// <summary>Sets a text or name.</summary>
    public void Set(int ordinal, string text) => _texts[ordinal] = text;

    /// <summary>Sets a time and its text.</summary>
    public void Set(int ordinal, string text, DateTimeOffset time) => (_texts[ordinal], _times[ordinal]) = (text, time);

    /// <summary>Sets a number.</summary>
    public void Set(int ordinal, long number) => _numbers[ordinal] = number;

    /// <summary>A required text.</summary>
    public string Text(string field) => _texts[shape.Ordinal(field)]!;

    /// <summary>An optional text.</summary>
    public string? OptionalText(string field) => _texts[shape.Ordinal(field)];

    /// <summary>An optional number.</summary>
    public long? Number(string field) => _numbers[shape.Ordinal(field)];

    /// <summary>A required time, cut to milliseconds.</summary>
    public DateTimeOffset Time(string field) => Rfc3339.ToMilliseconds(PreciseTime(field));

    /// <summary>A required time as it was sent, to 100 ns.</summary>
    public DateTimeOffset PreciseTime(string field) => _times[shape.Ordinal(field)];

    /// <summary>The first time that is later than <paramref name="latest"/>, by the name of its field; null when none is.</summary>
    public string? FindLater(DateTimeOffset latest)
    {
        for (int ordinal = 0; ordinal < shape.Fields.Length; ordinal++)
        {
            if (shape.Fields[ordinal].Kind == FieldKind.Time && _times[ordinal] > latest)
            {
                return shape.Fields[ordinal].Name;
            }
        }

        return null;
    }

    /// <summary>A required name, as its value.</summary>
    public T Named<T>(string field)
        where T : struct, Enum => WireName.TryParse(Text(field), out T value) ? value : throw new InvalidOperationException($"{field} was not checked.");
}
