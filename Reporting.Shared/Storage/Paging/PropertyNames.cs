using System.Text.Json;
using Reporting.Rows;

namespace Reporting.Storage.Paging;

/// <summary>
/// Finds what to do with a property by its name. Rows of a page nearly always have the same properties in the same order, so the
/// name that followed last time is tried first, then the one after it (an absent optional property), then all.
/// </summary>
internal sealed class PropertyNames
{
    /// <summary>A property that nobody asked for.</summary>
    public const int Unwanted = -1;

    // Names that nobody asked for (odata.etag, annotations, Timestamp) are learned too, up to here.
    private const int MostLearned = 128;

    private readonly List<byte[]> _names = [];
    private readonly List<int> _ordinals = [];
    private readonly List<int> _followers = [];
    private int _previous;

    /// <param name="schema">The wanted columns; their ordinals are what <see cref="Find"/> returns.</param>
    /// <param name="keyOrdinal">What <see cref="Find"/> returns for <c>RowKey</c> when the schema does not have it as a column.</param>
    public PropertyNames(RowSchema schema, int keyOrdinal)
    {
        Add([], Unwanted); // Stands before the first property of a row.
        for (int ordinal = 0; ordinal < schema.Columns.Length; ordinal++)
        {
            Add(System.Text.Encoding.UTF8.GetBytes(schema.Columns[ordinal].Name), ordinal);
        }

        if (schema.IndexOf("RowKey") < 0)
        {
            Add("RowKey"u8.ToArray(), keyOrdinal);
        }
    }

    /// <summary>Begins a row.</summary>
    public void BeginRow() => _previous = 0;

    /// <summary>What the property name at which <paramref name="reader"/> stands is for: an ordinal, or <see cref="Unwanted"/>.</summary>
    public int Find(ref Utf8JsonReader reader)
    {
        // Known names have no backslash, so equal bytes are equal names, escaped or not.
        ReadOnlySpan<byte> name = reader.ValueSpan;
        int expected = _followers[_previous];
        if (name.SequenceEqual(_names[expected]))
        {
            _previous = expected;
            return _ordinals[expected];
        }

        expected = _followers[expected];
        if (name.SequenceEqual(_names[expected]))
        {
            _previous = expected;
            return _ordinals[expected];
        }

        return Search(ref reader);
    }

    private int Search(ref Utf8JsonReader reader)
    {
        for (int index = 1; index < _names.Count; index++)
        {
            if (reader.ValueTextEquals(_names[index]))
            {
                return Follow(index);
            }
        }

        if (_names.Count < MostLearned && !reader.ValueIsEscaped)
        {
            Add(reader.ValueSpan.ToArray(), Unwanted);
            return Follow(_names.Count - 1);
        }

        return Unwanted;
    }

    private int Follow(int index)
    {
        _followers[_previous] = index;
        _previous = index;
        return _ordinals[index];
    }

    private void Add(byte[] name, int ordinal)
    {
        _names.Add(name);
        _ordinals.Add(ordinal);
        _followers.Add(0);
    }
}
