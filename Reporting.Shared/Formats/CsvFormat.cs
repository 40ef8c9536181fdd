using System.Buffers;
using Reporting.Formats.Text;

namespace Reporting.Formats;

/// <summary>Comma-separated values, RFC 4180, UTF-8, LF line ends.</summary>
internal sealed class CsvFormat : IReportFormat
{
    public string Name => "CSV";

    public string ContentType => "text/csv; charset=utf-8";

    public string FileExtension => "csv";

    public ColumnChoice Columns => ColumnChoice.AskedOrDefault;

    public IReadOnlyList<string> RequiredColumns(IReadOnlyList<OutputColumn> asked) => ColumnOrdinals.NamesOf(asked);

    public IRowEncoder CreateEncoder(RowSchema schema, IReadOnlyList<OutputColumn> columns, FormatOptions options) =>
        new CsvEncoder(ColumnOrdinals.Find(schema, ColumnOrdinals.NamesOf(columns)), columns, options);
}

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

            WriteText(ref utf8, _headers[at]);
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
                if (_spreadsheetSafe)
                {
                    WriteSafeText(ref utf8, cell);
                }
                else
                {
                    WriteText(ref utf8, cell);
                }
            }
            else
            {
                utf8.Write(cell);
            }
        }

        utf8.Write((byte)'\n');
        utf8.Flush();
    }

    private static void WriteText(ref Utf8Output utf8, ReadOnlySpan<byte> text)
    {
        if (!text.ContainsAny(Quotable) && !HasBlankEnd(text))
        {
            utf8.Write(text);
            return;
        }

        utf8.Write((byte)'"');
        WriteQuoted(ref utf8, text);
        utf8.Write((byte)'"');
    }

    /// <summary>Writes text so that no spreadsheet finds a formula in it, whatever it takes for a separator: with <c>'</c> where one might begin.</summary>
    private static void WriteSafeText(ref Utf8Output utf8, ReadOnlySpan<byte> text)
    {
        bool quoted = text.ContainsAny(SpreadsheetText.Quotable) || HasBlankEnd(text);
        if (quoted)
        {
            utf8.Write((byte)'"');
        }

        int written = 0;
        for (int start = 0; start >= 0; start = SpreadsheetText.NextStart(text, start))
        {
            if (SpreadsheetText.MayBeFormula(text[start..], isField: start == 0))
            {
                WriteQuoted(ref utf8, text[written..start]);
                utf8.Write((byte)'\'');
                written = start;
            }
        }

        WriteQuoted(ref utf8, text[written..]);
        if (quoted)
        {
            utf8.Write((byte)'"');
        }
    }

    private static void WriteQuoted(ref Utf8Output utf8, ReadOnlySpan<byte> text)
    {
        for (int quote = text.IndexOf((byte)'"'); quote >= 0; quote = text.IndexOf((byte)'"'))
        {
            utf8.Write(text[..(quote + 1)]);
            utf8.Write((byte)'"');
            text = text[(quote + 1)..];
        }

        utf8.Write(text);
    }

    private static bool HasBlankEnd(ReadOnlySpan<byte> text) => !text.IsEmpty && (IsBlank(text[0]) || IsBlank(text[^1]));

    private static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t';
}
