namespace Reporting.Storage.Paging;

/// <summary>
/// Finds what to do with a property by its name. Rows of a page nearly always have the same properties in the same order, so the
/// name that followed last time is tried first, then the one after it (an absent optional property), then all.
/// </summary>
internal sealed class PropertyNames
{
    /// <summary>A property that the schema does not have.</summary>
    public const int Unwanted = -1;

    // Names that the schema does not have (odata.etag, annotations, Timestamp) are learned too, up to here.
    private const int MaxLearned = 128;

    private Property[] _properties = new Property[16];
    private int _count;
    private int _previous;

    /// <param name="schema">The wanted columns; their ordinals are what <see cref="Find"/> returns.</param>
    /// <param name="keyOrdinal">What <see cref="Find"/> returns for <c>RowKey</c> when the schema does not have it as a column.</param>
    public PropertyNames(RowSchema schema, int keyOrdinal)
    {
        Add([], Unwanted); // Stands before the first property of a row.
        for (int ordinal = 0; ordinal < schema.Columns.Length; ordinal++)
        {
            Add(Encoding.UTF8.GetBytes(schema.Columns[ordinal].Name), ordinal);
        }

        if (schema.IndexOf("RowKey") < 0)
        {
            Add("RowKey"u8, keyOrdinal);
        }
    }

    /// <summary>Begins a row.</summary>
    public void BeginRow() => _previous = 0;

    /// <summary>The ordinal of the property whose name <paramref name="reader"/> has just read, or <see cref="Unwanted"/>.</summary>
    public int Find(ref Utf8JsonReader reader)
    {
        // Known names have no backslash, so equal bytes are equal names, escaped or not.
        ReadOnlySpan<byte> name = reader.ValueSpan;
        int expected = _properties[_previous].Follower;
        if (expected > 0 && name.SequenceEqual(_properties[expected].Name))
        {
            _previous = expected;
            return _properties[expected].Ordinal;
        }

        for (int index = 1; index < _count; index++)
        {
            if (reader.ValueTextEquals(_properties[index].Name))
            {
                return Follow(index);
            }
        }

        if (_count < MaxLearned && !reader.ValueIsEscaped)
        {
            Add(name, Unwanted);
            return Follow(_count - 1);
        }

        return Unwanted;
    }

    /// <summary>
    /// What the property is for with whose name, written plainly (<c>"name":</c>, no escape, no white space), <paramref name="text"/> begins. False when it
    /// is no name known from before, or not written so.
    /// </summary>
    /// <param name="text">The page from a quote on.</param>
    /// <param name="ordinal">Its ordinal, or <see cref="Unwanted"/>.</param>
    /// <param name="length">The bytes from the quote to behind the colon.</param>
    public bool TryMatch(ReadOnlySpan<byte> text, out int ordinal, out int length)
    {
        Property[] properties = _properties;
        int expected = properties[_previous].Follower;
        if (!Begins(text, expected))
        {
            expected = properties[expected].Follower;
            if (!Begins(text, expected) && !TrySearch(text, out expected))
            {
                ordinal = Unwanted;
                length = 0;
                return false;
            }
        }

        _previous = expected;
        ordinal = properties[expected].Ordinal;
        length = properties[expected].Quoted.Length;
        return true;
    }

    private bool Begins(ReadOnlySpan<byte> text, int index) => index > 0 && text.StartsWith(_properties[index].Quoted);

    private bool TrySearch(ReadOnlySpan<byte> text, out int found)
    {
        for (found = 1; found < _count; found++)
        {
            if (text.StartsWith(_properties[found].Quoted))
            {
                Follow(found);
                return true;
            }
        }

        return false;
    }

    private int Follow(int index)
    {
        _properties[_previous].Follower = index;
        _previous = index;
        return _properties[index].Ordinal;
    }

    private void Add(ReadOnlySpan<byte> name, int ordinal)
    {
        if (_count == _properties.Length)
        {
            Array.Resize(ref _properties, _count * 2);
        }

        _properties[_count++] = new Property { Name = name.ToArray(), Quoted = [(byte)'"', .. name, (byte)'"', (byte)':'], Ordinal = ordinal };
    }

    private struct Property
    {
        public byte[] Name;
        public byte[] Quoted;
        public int Ordinal;
        public int Follower;
    }
}
