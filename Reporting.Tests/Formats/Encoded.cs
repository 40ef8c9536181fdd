using System.Buffers;
using Reporting.Formats;
using Reporting.Rows;
using Reporting.Tests.Rows;

namespace Reporting.Tests.Formats;

/// <summary>Encodes built rows with a format.</summary>
internal static class Encoded
{
    public static readonly FormatOptions Options = new() { ProductVersion = "1.2.3" };

    public static OutputColumn[] ColumnsOf(params string[] names) => [.. names.Select(name => new OutputColumn(name, name))];

    public static RowSchema SchemaOf(params string[] names) => new(names.Select(name => new RowColumn(name, CellKind.Text)));

    public static byte[] File(IRowEncoder encoder, IEnumerable<BuiltRow> rows)
    {
        var buffer = new ArrayBufferWriter<byte>();
        encoder.WriteHeader(buffer);
        foreach (BuiltRow row in rows)
        {
            encoder.WriteRow(row.View, buffer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>One row, as strict UTF-8, without its LF.</summary>
    public static string Row(IRowEncoder encoder, BuiltRow row)
    {
        var buffer = new ArrayBufferWriter<byte>();
        encoder.WriteRow(row.View, buffer);
        string text = StrictUtf8.GetString(buffer.WrittenSpan);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return text[..^1];
    }

    /// <summary>Compares quickly, and tells the difference only where there is one: for tests over many thousands of rows.</summary>
    public static void AssertSame<T>(T[] expected, T[] actual)
    {
        if (!expected.SequenceEqual(actual))
        {
            Assert.Equal<T[]>(expected, actual);
        }
    }

    public static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
