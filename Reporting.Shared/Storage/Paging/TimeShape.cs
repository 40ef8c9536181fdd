using System.Buffers.Binary;

namespace Reporting.Storage.Paging;

/// <summary>Whether a text is written as times are: <c>2026-01-28T08:46:57.012Z</c>. It is taken as it is then, with nothing to quote or to escape in it.</summary>
/// <example>
/// Of the eight bytes <c>2026-01-</c> the fifth and the last must be <c>-</c>; the others are digits when their upper half is 3 and still is with 6 added (<c>:</c> to
/// <c>?</c>, 0x3A to 0x3F, become 0x40 to 0x45).
/// </example>
internal static class TimeShape
{
    private const int Length = 24;
    private const ulong UpperHalves = 0xF0F0F0F0F0F0F0F0;
    private const ulong Threes = 0x3030303030303030;
    private const ulong Sixes = 0x0606060606060606;

    /// <summary>Whether it is; the numbers in it may still be none of a calendar, such as month 13.</summary>
    public static bool Fits(ReadOnlySpan<byte> text) =>
        text.Length == Length
        && Fits(text, digits: 0x00FFFF00FFFFFFFF, others: 0x2D00002D00000000) // 2026-01-
        && Fits(text[8..], digits: 0xFFFF00FFFF00FFFF, others: 0x00003A0000540000) // 28T08:46
        && Fits(text[16..], digits: 0x00FFFFFF00FFFF00, others: 0x5A0000002E00003A); // :57.012Z

    private static bool Fits(ReadOnlySpan<byte> text, ulong digits, ulong others)
    {
        ulong eight = BinaryPrimitives.ReadUInt64LittleEndian(text);
        ulong found = eight & digits;
        return (eight & ~digits) == others
            && (found & UpperHalves) == (Threes & digits)
            && ((found + (Sixes & digits)) & UpperHalves) == (Threes & digits);
    }
}
