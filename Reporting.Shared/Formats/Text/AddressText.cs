using System.Buffers.Binary;
using System.Buffers.Text;

namespace Reporting.Formats.Text;

/// <summary>Reads IP addresses from UTF-8 without allocating.</summary>
internal static class AddressText
{
    /// <summary>The longest dotted IPv4 address, in characters.</summary>
    public const int MaxIPv4Length = 15;

    /// <summary>
    /// Tells what an address is. IPv4 is dotted decimal, four numbers up to 255 without leading zeros; IPv6 is any form of RFC 4291
    /// section 2.2, without zone, port or brackets. IPv4-mapped IPv6 (<c>::ffff:0:0/96</c>, section 2.5.5.2) counts as IPv4.
    /// </summary>
    /// <param name="text">The address.</param>
    /// <param name="dotted">Takes the dotted decimal form of an IPv4 address, at least <see cref="MaxIPv4Length"/> bytes.</param>
    /// <param name="length">How much of <paramref name="dotted"/> was filled; 0 unless IPv4.</param>
    public static AddressKind Classify(ReadOnlySpan<byte> text, Span<byte> dotted, out int length)
    {
        length = 0;
        Span<byte> address = stackalloc byte[16];
        if (TryReadIPv4(text, address))
        {
            text.CopyTo(dotted);
            length = text.Length;
            return AddressKind.IPv4;
        }

        if (!TryReadIPv6(text, address))
        {
            return AddressKind.Other;
        }

        if (address[..10].ContainsAnyExcept((byte)0) || address[10] != 0xFF || address[11] != 0xFF)
        {
            return AddressKind.IPv6;
        }

        foreach (byte number in address[12..])
        {
            if (length > 0)
            {
                dotted[length++] = (byte)'.';
            }

            Utf8Formatter.TryFormat(number, dotted[length..], out int digits);
            length += digits;
        }

        return AddressKind.IPv4;
    }

    private static bool TryReadIPv4(ReadOnlySpan<byte> text, Span<byte> address)
    {
        if (text.Length is < 7 or > MaxIPv4Length)
        {
            return false;
        }

        for (int part = 0; part < 4; part++)
        {
            int digits = part < 3 ? text.IndexOf((byte)'.') : text.Length;
            if (digits is < 1 or > 3 || (digits > 1 && text[0] == '0') || text[0] is (byte)'+' or (byte)'-'
                || !Utf8Parser.TryParse(text[..digits], out byte number, out int used) || used != digits)
            {
                return false;
            }

            address[part] = number;
            text = text[(part < 3 ? digits + 1 : digits)..];
        }

        return true;
    }

    /// <summary>
    /// Reads up to eight groups; those behind <c>::</c> are moved to the end. Example: <c>::ffff:10.1.2.3</c> gives the groups
    /// ffff, 0a01, 0203, all behind the gap at 0, so they move to places 5, 6 and 7.
    /// </summary>
    private static bool TryReadIPv6(ReadOnlySpan<byte> text, Span<byte> address)
    {
        address.Clear();
        int filled = 0;
        int gap = -1;
        if (text.StartsWith("::"u8))
        {
            gap = 0;
            text = text[2..];
        }

        while (!text.IsEmpty)
        {
            int colon = text.IndexOf((byte)':');
            ReadOnlySpan<byte> group = colon < 0 ? text : text[..colon];
            if (colon < 0 && filled <= 12 && TryReadIPv4(group, address[filled..]))
            {
                filled += 4;
                break;
            }

            if (filled == 16 || group.Length is < 1 or > 4
                || !Utf8Parser.TryParse(group, out ushort value, out int used, 'x') || used != group.Length)
            {
                return false;
            }

            BinaryPrimitives.WriteUInt16BigEndian(address[filled..], value);
            filled += 2;
            if (colon < 0)
            {
                break;
            }

            text = text[(colon + 1)..];
            if (text.IsEmpty)
            {
                return false;
            }

            if (text[0] == ':')
            {
                if (gap >= 0)
                {
                    return false;
                }

                gap = filled;
                text = text[1..];
            }
        }

        if (gap < 0)
        {
            return filled == 16;
        }

        if (filled > 14)
        {
            return false;
        }

        int behind = filled - gap;
        address[gap..filled].CopyTo(address[(16 - behind)..]);
        address[gap..(16 - behind)].Clear();
        return true;
    }
}

/// <summary>What a source address is.</summary>
internal enum AddressKind
{
    /// <summary>Not an IP address.</summary>
    Other,

    /// <summary>IPv4, or IPv6 that maps an IPv4 address.</summary>
    IPv4,

    /// <summary>Any other IPv6.</summary>
    IPv6,
}
