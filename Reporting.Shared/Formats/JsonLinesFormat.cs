using System.Buffers;
using Reporting.Formats.Text;

namespace Reporting.Formats;

/// <summary>JSON Lines: one JSON object a line, UTF-8, LF line ends.</summary>
internal sealed class JsonLinesFormat : IReportFormat
{
    public string Name => "JSONL";

    public string ContentType => "application/x-ndjson";

    public string FileExtension => "jsonl";

    public ColumnChoice Columns => ColumnChoice.AskedOrRecord;

    public IReadOnlyList<string> RequiredColumns(IReadOnlyList<OutputColumn> asked) => ColumnOrdinals.NamesOf(asked);

    public IRowEncoder CreateEncoder(RowSchema schema, IReadOnlyList<OutputColumn> columns, FormatOptions options)
    {
        string[] names = ColumnOrdinals.NamesOf(columns);
        return new JsonLinesEncoder(ColumnOrdinals.Find(schema, names), names);
    }
}

/// <summary>
/// Writes a row as one JSON object (RFC 8259): every column is a member, under the record's name, in the order asked; text and times are
/// strings, numbers are numbers with the digits they came with, absent values are <c>null</c>.
/// </summary>
internal sealed class JsonLinesEncoder : IRowEncoder
{
    private readonly int[] _ordinals;
    private readonly byte[][] _keys;

    public JsonLinesEncoder(int[] ordinals, IReadOnlyList<string> names)
    {
        _ordinals = ordinals;
        _keys = new byte[names.Count][];
        for (int at = 0; at < names.Count; at++)
        {
            _keys[at] = KeyOf(names[at], first: at == 0);
        }
    }

    public void WriteRow(in RowView row, IBufferWriter<byte> output)
    {
        int[] ordinals = _ordinals;
        byte[][] keys = _keys;
        var utf8 = new Utf8Output(output);
        for (int at = 0; at < ordinals.Length; at++)
        {
            utf8.Write(keys[at]);
            ReadOnlySpan<byte> cell = row[ordinals[at]];
            switch (row.KindOf(ordinals[at]))
            {
                case CellKind.Text:
                    JsonText.Write(ref utf8, cell);
                    break;
                case CellKind.Time:
                    utf8.Write((byte)'"');
                    utf8.Write(cell);
                    utf8.Write((byte)'"');
                    break;
                case CellKind.Number:
                    utf8.Write(cell);
                    break;
                default:
                    utf8.Write("null"u8);
                    break;
            }
        }

        utf8.Write("}\n"u8);
        utf8.Flush();
    }

    /// <summary>The member's name with everything that is written before its value: <c>{"runId":</c> or <c>,"recipeId":</c>.</summary>
    private static byte[] KeyOf(string name, bool first)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var utf8 = new Utf8Output(buffer);
        utf8.Write(first ? (byte)'{' : (byte)',');
        JsonText.Write(ref utf8, Encoding.UTF8.GetBytes(name));
        utf8.Write((byte)':');
        utf8.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
