using System.Buffers;
using System.Text;
using Reporting.Formats.Text;
using Reporting.Rows;

namespace Reporting.Formats.Csv;

/// <summary>
/// Writes CSV by RFC 4180 section 2: fields that hold a quote, a comma, CR or LF stand in quotes, quotes in them are doubled (rules 6
/// and 7), every line has every field (rule 4). Lines end with LF. Fields that begin or end with a space or tab are quoted too: such
/// white space belongs to the field (rule 4), but many readers strip it when it stands bare. Null and empty text are both empty.
/// </summary>
internal sealed class CsvEncoder : IRowEncoder
{
    private static readonly SearchValues<byte> Quotable = SearchValues.Create("\",\r\n"u8);

    private readonly int[] _ordinals;
    private readonly byte[][] _headers;
    private readonly bool _byteOrderMark;
    private readonly bool _spreadsheetSafe;

    public CsvEncoder(int[] ordinals, IReadOnlyList<OutputColumn> columns, FormatOptions options)
    {
        _ordinals = ordinals;
        _headers = [.. columns.Select(column => Encoding.UTF8.GetBytes(column.Header))];
        _byteOrderMark = options.Bom;
        _spreadsheetSafe = options.SpreadsheetSafe;
    }

    public void WriteHeader(IBufferWriter<byte> output)
    {
        var utf8 = new Utf8Output(output);
        if (_byteOrderMark)
        {
            utf8.Write("\uFEFF"u8);
        }

        for (int at = 0; at < _headers.Length; at++)
        {
            if (at > 0)
            {
                utf8.Write((byte)',');
            }

            WriteText(ref utf8, _headers[at], escapeFormula: false);
        }

        utf8.Write((byte)'\n');
        utf8.Flush();
    }

    public void WriteRow(in RowView row, IBufferWriter<byte> output)
    {
        int[] ordinals = _ordinals;
        var utf8 = new Utf8Output(output);
        if (ordinals.Length == 1 && row[ordinals[0]].IsEmpty)
        {
            // A line without a character is no record to many readers; an empty field in quotes is one (RFC 4180 section 2, rule 5).
            utf8.Write("\"\"\n"u8);
            utf8.Flush();
            return;
        }

        for (int at = 0; at < ordinals.Length; at++)
        {
            if (at > 0)
            {
                utf8.Write((byte)',');
            }

            ReadOnlySpan<byte> cell = row[ordinals[at]];
            if (row.KindOf(ordinals[at]) == CellKind.Text && !cell.IsEmpty)
            {
                WriteText(ref utf8, cell, _spreadsheetSafe && SpreadsheetFormula.IsPossible(cell));
            }
            else
            {
                utf8.Write(cell);
            }
        }

        utf8.Write((byte)'\n');
        utf8.Flush();
    }

    private static void WriteText(ref Utf8Output utf8, ReadOnlySpan<byte> text, bool escapeFormula)
    {
        bool quoted = text.ContainsAny(Quotable) || (!text.IsEmpty && (IsBlank(text[0]) || IsBlank(text[^1])));
        if (quoted)
        {
            utf8.Write((byte)'"');
        }

        if (escapeFormula)
        {
            utf8.Write((byte)'\'');
        }

        if (!quoted)
        {
            utf8.Write(text);
            return;
        }

        for (int quote = text.IndexOf((byte)'"'); quote >= 0; quote = text.IndexOf((byte)'"'))
        {
            utf8.Write(text[..(quote + 1)]);
            utf8.Write((byte)'"');
            text = text[(quote + 1)..];
        }

        utf8.Write(text);
        utf8.Write((byte)'"');
    }

    private static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t';
}
