using System.Text.Unicode;

namespace Reporting.Storage.Paging;

/// <summary>
/// Reads the rows of a response page (JSON, minimal metadata) where they lie, in one pass, nothing allocated for a row. A row written as the service writes
/// them, with names that an earlier row had, is measured by <see cref="PlainJson"/>; any other, and the first of a page, is read by
/// <see cref="Utf8JsonReader"/>, which takes several times as long.
/// </summary>
/// <example>
/// Over <c>{"value":[{"odata.etag":"W/","RowKey":"7-a","name":"x\ty","count@odata.type":"Edm.Int64","count":"9"}]}</c> with the schema
/// (name Text, count Number) the one row has the key <c>7-a</c> and the cells <c>x TAB y</c> (Text) and <c>9</c> (Number).
/// </example>
internal sealed partial class PageReader
{
    private readonly PropertyNames _names;
    private readonly CellKind[] _kinds;
    private readonly Cell[] _cells;
    private readonly int[] _escaped;
    private readonly int _keyOrdinal;
    private byte[] _bytes = [];
    private int _end;
    private int _position;
    private JsonReaderState _state;
    private bool _inRows;
    private bool _behindRow;

    /// <param name="schema">The columns to find; one named <c>RowKey</c> or <c>PartitionKey</c> is the key itself.</param>
    public PageReader(RowSchema schema)
    {
        Schema = schema;
        int keyColumn = schema.IndexOf("RowKey");
        _keyOrdinal = keyColumn < 0 ? schema.Columns.Length : keyColumn;
        _names = new PropertyNames(schema, _keyOrdinal);
        _kinds = [.. schema.Columns.Select(column => column.Kind), CellKind.Text];
        _cells = new Cell[schema.Columns.Length + 1];
        _escaped = new int[_cells.Length];
    }

    /// <summary>The columns of every row.</summary>
    public RowSchema Schema { get; }

    /// <summary>The row that <see cref="TryRead"/> moved to.</summary>
    public RowView Current => new(_bytes, _cells.AsSpan(0, Schema.Columns.Length));

    /// <summary>Its RowKey.</summary>
    public ReadOnlySpan<byte> CurrentKey => _bytes.AsSpan(_cells[_keyOrdinal].Start, _cells[_keyOrdinal].Length);

    /// <summary>Rows of the page read so far.</summary>
    public int Rows { get; private set; }

    /// <summary>Continues with another page. Its bytes are changed: escapes are decoded in place.</summary>
    /// <exception cref="InvalidDataException">The page has no <c>value</c> array.</exception>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public void Load(byte[] bytes, int length)
    {
        _bytes = bytes;
        _end = length;
        if (!Utf8.IsValid(bytes.AsSpan(0, length)))
        {
            // Cells promise valid UTF-8. No service that we know sends anything else, so this may be slow.
            _bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes, 0, length));
            _end = _bytes.Length;
        }

        _position = 0;
        _state = default;
        _inRows = false;
        _behindRow = false;
        Rows = 0;
        var reader = new Utf8JsonReader(_bytes.AsSpan(0, _end), isFinalBlock: true, _state);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isRows = reader.ValueTextEquals("value"u8);
            reader.Read();
            if (isRows && reader.TokenType == JsonTokenType.StartArray)
            {
                _inRows = true;
                MoveTo(in reader);
                return;
            }

            reader.Skip();
        }

        throw new InvalidDataException("The table service's answer has no \"value\" array.");
    }

    /// <summary>Moves to the next row of the page; false at its end.</summary>
    /// <exception cref="JsonException">The page is not JSON.</exception>
    public bool TryRead()
    {
        if (!_inRows)
        {
            return false;
        }

        if ((_behindRow && TryReadPlain()) || TryReadAny())
        {
            _behindRow = true;
            Rows++;
            return true;
        }

        _inRows = false;
        return false;
    }

    private bool TryReadAny()
    {
        var reader = new Utf8JsonReader(_bytes.AsSpan(_position, _end - _position), isFinalBlock: true, _state);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        Array.Clear(_cells);
        _names.BeginRow();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int ordinal = _names.Find(ref reader);
            reader.Read();
            if (ordinal == PropertyNames.Unwanted)
            {
                reader.Skip();
            }
            else
            {
                _cells[ordinal] = ReadCell(ref reader, _kinds[ordinal]);
            }
        }

        MoveTo(in reader);
        return true;
    }

    private void MoveTo(in Utf8JsonReader reader)
    {
        _position += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
    }

    private Cell ReadCell(ref Utf8JsonReader reader, CellKind kind)
    {
        int start = _position + (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                start++; // The quote.
                int length = reader.ValueSpan.Length;
                if (reader.ValueIsEscaped)
                {
                    length = JsonText.Unescape(_bytes.AsSpan(start, length));
                }

                return new Cell(start, length, KindOfText(_bytes.AsSpan(start, length), kind));
            case JsonTokenType.Number:
                return new Cell(start, reader.ValueSpan.Length, CellKind.Number);
            case JsonTokenType.True or JsonTokenType.False:
                return new Cell(start, reader.ValueSpan.Length, CellKind.Text);
            default:
                reader.Skip();
                return default;
        }
    }

    // Edm.Int64 comes as a JSON string (OData JSON format, section 7.1). What does not look like its column's kind is text, so that
    // no encoder writes it unquoted.
    private static CellKind KindOfText(ReadOnlySpan<byte> text, CellKind kind) => kind switch
    {
        CellKind.Number when !IsInteger(text) => CellKind.Text,
        CellKind.Time when !TimeShape.Fits(text) => CellKind.Text,
        _ => kind,
    };

    private static bool IsInteger(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> digits = text.Length > 1 && text[0] == (byte)'-' ? text[1..] : text;
        return !digits.IsEmpty && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') && (digits.Length == 1 || digits[0] != (byte)'0');
    }
}
