namespace Reporting.Storage.Paging;

/// <content>The fast parser: rows written exactly as the table service writes them, measured by <see cref="PlainJson"/>.</content>
internal sealed partial class PageReader
{
    /// <summary>
    /// Reads the row at <see cref="_position"/> if it is written plainly; else changes nothing but cells. The JSON reader's state is the same behind every
    /// row, so the one that it had behind an earlier row holds behind this one too.
    /// </summary>
    private bool TryReadPlain()
    {
        ReadOnlySpan<byte> text = _bytes.AsSpan(0, _end);
        int at = _position;
        if (!text[at..].StartsWith(",{"u8))
        {
            return false;
        }

        at++;
        int escapes = 0;
        Array.Clear(_cells);
        _names.BeginRow();
        do
        {
            at++; // The brace, or the comma.
            if (!_names.TryMatch(text[at..], out int ordinal, out int length))
            {
                return false;
            }

            at += length;
            length = ReadPlain(text, at, ordinal, ref escapes);
            if (length == 0)
            {
                return false;
            }

            at += length;
        }
        while (at < text.Length && text[at] == (byte)',');

        if (at >= text.Length || text[at] != (byte)'}')
        {
            return false;
        }

        Unescape(_escaped.AsSpan(0, escapes));
        _position = at + 1;
        return true;
    }

    // The length of the value, or 0 when it is not written plainly. Escapes stay for now: should the row turn out not to be plain, its bytes are read again.
    private int ReadPlain(ReadOnlySpan<byte> text, int at, int ordinal, ref int escapes)
    {
        bool wanted = ordinal != PropertyNames.Unwanted;
        if (at == text.Length || (wanted && _cells[ordinal].Start > 0))
        {
            return 0; // A repeated name is left to the JSON reader.
        }

        if (text[at] == (byte)'"')
        {
            int start = at + 1;
            int length = PlainJson.TextLength(text[start..], out bool escaped);
            if (wanted && length >= 0)
            {
                _cells[ordinal] = new Cell(start, length, KindOfText(text.Slice(start, length), _kinds[ordinal]));
                if (escaped)
                {
                    _escaped[escapes++] = ordinal;
                }
            }

            return length < 0 ? 0 : length + 2;
        }

        int digits = PlainJson.IntegerLength(text[at..]);
        int literal = digits > 0 ? digits : PlainJson.LiteralLength(text[at..]);
        if (wanted && literal > 0 && text[at] != (byte)'n')
        {
            _cells[ordinal] = new Cell(at, literal, digits > 0 ? CellKind.Number : CellKind.Text);
        }

        return literal;
    }

    private void Unescape(ReadOnlySpan<int> ordinals)
    {
        foreach (int ordinal in ordinals)
        {
            int start = _cells[ordinal].Start;
            int length = JsonText.Unescape(_bytes.AsSpan(start, _cells[ordinal].Length));
            _cells[ordinal] = new Cell(start, length, KindOfText(_bytes.AsSpan(start, length), _kinds[ordinal]));
        }
    }
}
