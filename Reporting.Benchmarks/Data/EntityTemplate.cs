using System.Buffers;
using System.Buffers.Text;
using Reporting.Rows;

namespace Reporting.Benchmarks.Data;

/// <summary>
/// Writes rows as the table service does (JSON, minimal metadata), fast enough that a server's share of the machine is small: text that is the same in
/// every row is copied, and only keys, times and numbers are made.
/// </summary>
internal sealed class EntityTemplate
{
    private readonly List<(byte[] Text, Field Next)> _parts = [];

    /// <param name="log">The rows.</param>
    /// <param name="columns">The properties selected, in the order wanted.</param>
    public EntityTemplate(BenchmarkLog log, IEnumerable<string> columns)
    {
        Log = log;
        var text = new StringBuilder("{\"odata.etag\":\"W/\\\"datetime'2026-11-22T10%3A15%3A00.0000000Z'\\\"\"");
        foreach (string name in columns)
        {
            text.Append(CultureInfo.InvariantCulture, $",\"{name}\":");
            switch (name)
            {
                case "PartitionKey":
                    Add(text.Append('"'), Field.Partition);
                    text.Append('"');
                    break;
                case "RowKey":
                    Add(text.Append('"'), Field.Ticks);
                    Add(text.Append("-run-"), Field.Index);
                    text.Append("-0123456789abcdef0123456789abcdef\"");
                    break;
                default:
                    RowColumn column = log.Table.Columns.First(known => string.Equals(known.Name, name, StringComparison.Ordinal));
                    if (column.Kind == CellKind.Time)
                    {
                        Add(text.Append('"'), Field.Time);
                        text.Append('"');
                    }
                    else if (column.Kind == CellKind.Number)
                    {
                        Add(text, Field.Number);
                    }
                    else if (name is "runId" or "id")
                    {
                        Add(text.Append(CultureInfo.InvariantCulture, $"\"{(name is "id" ? "" : "run-")}"), Field.Index);
                        text.Append('"');
                    }
                    else
                    {
                        text.Append(CultureInfo.InvariantCulture, $"\"{BenchmarkLog.TextOf(name)}\"");
                    }

                    break;
            }
        }

        Add(text.Append('}'), Field.None);
    }

    private enum Field
    {
        None,
        Partition,
        Ticks,
        Index,
        Time,
        Number,
    }

    /// <summary>The rows.</summary>
    public BenchmarkLog Log { get; }

    /// <summary>Writes row <paramref name="index"/>.</summary>
    public void Write(long index, IBufferWriter<byte> output)
    {
        long ticks = Log.TicksOf(index);
        foreach ((byte[] text, Field next) in _parts)
        {
            output.Write(text);
            Span<byte> span = output.GetSpan(32);
            int written = 0;
            switch (next)
            {
                case Field.Ticks:
                    Utf8Formatter.TryFormat(ticks, span, out written, new StandardFormat('D', 19));
                    break;
                case Field.Index:
                    Utf8Formatter.TryFormat(index, span, out written, new StandardFormat('D', 10));
                    break;
                case Field.Number:
                    Utf8Formatter.TryFormat(index * 7919 % 100_000, span, out written);
                    break;
                case Field.Time:
                    written = WriteTime(ticks, span);
                    break;
                case Field.Partition:
                    Encoding.ASCII.TryGetBytes(Log.PartitionOf(index), span, out written);
                    break;
            }

            output.Advance(written);
        }
    }

    /// <summary>A whole page.</summary>
    public byte[] Page(long first, int count)
    {
        var output = new ArrayBufferWriter<byte>(count * 1024);
        WritePage(first, count, 1, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes a page of every <paramref name="step"/>th row.</summary>
    public void WritePage(long first, int count, int step, IBufferWriter<byte> output)
    {
        output.Write("{\"odata.metadata\":\"http://account/$metadata#table\",\"value\":["u8);
        for (int row = 0; row < count; row++)
        {
            if (row > 0)
            {
                output.Write(","u8);
            }

            Write(first + ((long)row * step), output);
        }

        output.Write("]}"u8);
    }

    private static int WriteTime(long ticks, Span<byte> span)
    {
        var time = new DateTime(ticks, DateTimeKind.Utc);
        "0000-00-00T00:00:00.000Z"u8.CopyTo(span);
        Put(span[..4], time.Year);
        Put(span[5..7], time.Month);
        Put(span[8..10], time.Day);
        Put(span[11..13], time.Hour);
        Put(span[14..16], time.Minute);
        Put(span[17..19], time.Second);
        Put(span[20..23], time.Millisecond);
        return 24;

        static void Put(Span<byte> digits, int number)
        {
            for (int at = digits.Length - 1; at >= 0; at--, number /= 10)
            {
                digits[at] = (byte)('0' + (number % 10));
            }
        }
    }

    private void Add(StringBuilder text, Field next)
    {
        _parts.Add((Encoding.UTF8.GetBytes(text.ToString()), next));
        text.Clear();
    }
}
