using System.Buffers;

namespace Reporting.Rows;

/// <summary>Numbers of seven bits a byte, the lowest first, the eighth bit set in all but the last.</summary>
internal static class Base128
{
    /// <summary>Writes a number that is not negative.</summary>
    public static void Write(IBufferWriter<byte> output, long number)
    {
        Span<byte> bytes = output.GetSpan(10);
        int length = 0;
        ulong rest = (ulong)number;
        for (; rest >= 0x80; rest >>= 7)
        {
            bytes[length++] = (byte)(rest | 0x80);
        }

        bytes[length++] = (byte)rest;
        output.Advance(length);
    }

    /// <summary>Writes a text: its length in bytes, then its bytes (UTF-8).</summary>
    public static void Write(IBufferWriter<byte> output, string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        Write(output, length);
        Encoding.UTF8.GetBytes(text, output.GetSpan(Math.Max(length, 1)));
        output.Advance(length);
    }

    /// <summary>Reads a number and moves behind it; false when there is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ref int at, out long number)
    {
        ulong read = 0;
        for (int shift = 0; shift < 64 && at < bytes.Length; shift += 7)
        {
            byte next = bytes[at++];
            read |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                number = (long)read;
                return true;
            }
        }

        number = 0;
        return false;
    }

    /// <summary>Reads a number and moves behind it.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static long Read(ReadOnlySpan<byte> bytes, ref int at) => TryRead(bytes, ref at, out long number) ? number : throw Damaged();

    /// <summary>Reads the bytes of a text and moves behind them.</summary>
    /// <exception cref="InvalidDataException">There are too few.</exception>
    public static ReadOnlySpan<byte> ReadText(ReadOnlySpan<byte> bytes, ref int at)
    {
        long length = Read(bytes, ref at);
        if (length < 0 || length > bytes.Length - at)
        {
            throw Damaged();
        }

        ReadOnlySpan<byte> text = bytes.Slice(at, (int)length);
        at += (int)length;
        return text;
    }

    private static InvalidDataException Damaged() => new("The stored numbers are cut off or damaged.");
}
