using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Reporting.Activity.Ingest;

/// <summary>
/// Decodes a JSON string as it stands between its quotes. Unlike the JSON reader of the platform it takes lone surrogates, written
/// as <c>\ud800</c> or as three bytes; each becomes U+FFFD. Other bytes that are no UTF-8 are refused (RFC 3629 section 3).
/// </summary>
internal static class JsonText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text; false when it is no UTF-8. Escapes must be well-formed, as the JSON reader has checked.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> json, bool isEscaped, out string text)
    {
        if (!isEscaped && Utf8.IsValid(json))
        {
            text = Encoding.UTF8.GetString(json);
            return true;
        }

        // No byte makes more than one UTF-16 unit.
        char[] units = ArrayPool<char>.Shared.Rent(json.Length);
        int length = Decode(json, units);
        text = length < 0 ? "" : new string(units, 0, length);
        ArrayPool<char>.Shared.Return(units);
        return length >= 0;
    }

    private static int Decode(ReadOnlySpan<byte> json, Span<char> units)
    {
        int length = 0;
        while (!json.IsEmpty)
        {
            if (json[0] == '\\')
            {
                units[length++] = Unescape(ref json);
            }
            else if (Rune.DecodeFromUtf8(json, out Rune rune, out int bytes) == OperationStatus.Done)
            {
                length += rune.EncodeToUtf16(units[length..]);
                json = json[bytes..];
            }
            else if (json.Length >= 3 && json[0] == 0xED && json[1] is >= 0xA0 and <= 0xBF && json[2] is >= 0x80 and <= 0xBF)
            {
                units[length++] = Replacement;
                json = json[3..];
            }
            else
            {
                return -1;
            }
        }

        ReplaceLoneSurrogates(units[..length]);
        return length;
    }

    private static char Unescape(ref ReadOnlySpan<byte> json)
    {
        byte kind = json[1];
        if (kind == 'u')
        {
            char unit = (char)ushort.Parse(json.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            json = json[6..];
            return unit;
        }

        json = json[2..];
        return kind switch
        {
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            _ => (char)kind,
        };
    }

    private static void ReplaceLoneSurrogates(Span<char> units)
    {
        for (int at = 0; at < units.Length; at++)
        {
            if (at + 1 < units.Length && char.IsSurrogatePair(units[at], units[at + 1]))
            {
                at++;
            }
            else if (char.IsSurrogate(units[at]))
            {
                units[at] = Replacement;
            }
        }
    }
}
