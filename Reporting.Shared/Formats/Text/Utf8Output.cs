using System.Buffers;
using System.Runtime.CompilerServices;

namespace Reporting.Formats.Text;

/// <summary>
/// Writes bytes straight into a buffer writer's memory: one <see cref="IBufferWriter{T}.GetSpan"/> at the row's beginning, another only
/// when that span is full. Never requests more than <see cref="Room"/> bytes at once, however long a cell is.
/// </summary>
/// <remarks>Pass it by reference, and <see cref="Flush"/> it when the row is whole.</remarks>
internal ref struct Utf8Output
{
    /// <summary>The minimum size of a requested span, in bytes; most rows fit in it.</summary>
    public const int Room = 1024;

    private readonly IBufferWriter<byte> _output;
    private Span<byte> _span;
    private int _written;

    public Utf8Output(IBufferWriter<byte> output)
    {
        _output = output;
        _span = output.GetSpan(Room);
        _written = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(byte value)
    {
        if (_written == _span.Length)
        {
            Renew();
        }

        _span[_written++] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _span.Length - _written)
        {
            WriteInPieces(bytes);
            return;
        }

        bytes.CopyTo(_span[_written..]);
        _written += bytes.Length;
    }

    /// <summary>Tells the buffer writer what has been written. Write nothing after it.</summary>
    public readonly void Flush() => _output.Advance(_written);

    private void WriteInPieces(scoped ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > _span.Length - _written)
        {
            int fits = _span.Length - _written;
            bytes[..fits].CopyTo(_span[_written..]);
            _written += fits;
            bytes = bytes[fits..];
            Renew();
        }

        bytes.CopyTo(_span[_written..]);
        _written += bytes.Length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Renew()
    {
        _output.Advance(_written);
        _span = _output.GetSpan(Room);
        _written = 0;
    }
}

/// <summary>Unicode's line breaks outside ASCII (Unicode Standard section 5.8), as UTF-8.</summary>
internal static class LineBreaks
{
    public const int NextLineLength = 2;
    public const int SeparatorLength = 3;

    /// <summary>Whether the text begins with U+0085, next line.</summary>
    public static bool IsNextLine(ReadOnlySpan<byte> text) => text.Length >= 2 && text[0] == 0xC2 && text[1] == 0x85;

    /// <summary>Whether the text begins with U+2028, line separator, or U+2029, paragraph separator.</summary>
    public static bool IsSeparator(ReadOnlySpan<byte> text) =>
        text.Length >= 3 && text[0] == 0xE2 && text[1] == 0x80 && text[2] is 0xA8 or 0xA9;
}
