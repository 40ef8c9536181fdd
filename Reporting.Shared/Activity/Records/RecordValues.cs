namespace Reporting.Activity.Records;

/// <summary>The values of one line by the ordinal of their field among <see cref="RecordKind.LineFields"/>, used again for the next line.</summary>
internal sealed class RecordValues(RecordKind kind)
{
    private readonly bool[] _given = new bool[kind.LineFields.Length];
    private readonly string?[] _texts = new string?[kind.LineFields.Length];
    private readonly long?[] _numbers = new long?[kind.LineFields.Length];
    private readonly DateTimeOffset[] _times = new DateTimeOffset[kind.LineFields.Length];

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

    /// <summary>A text or name; null when absent.</summary>
    public string? Text(int ordinal) => _texts[ordinal];

    /// <summary>A number; null when absent.</summary>
    public long? Number(int ordinal) => _numbers[ordinal];

    /// <summary>A time as it was sent, to 100 ns.</summary>
    public DateTimeOffset Time(int ordinal) => _times[ordinal];

    /// <summary>The text that the line itself gives for a field whose value the sending client is; null when it gives none.</summary>
    public string? ClaimedClient() => kind.ClientField is { } field ? _texts[kind.LineFields.IndexOf(field)] : null;

    /// <summary>The ordinal of the first time that is later than <paramref name="latest"/>, or -1.</summary>
    public int FindLater(DateTimeOffset latest)
    {
        for (int ordinal = 0; ordinal < _times.Length; ordinal++)
        {
            if (_times[ordinal] > latest)
            {
                return ordinal;
            }
        }

        return -1;
    }
}
