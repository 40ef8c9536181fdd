using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Reporting.Storage.Paging;

namespace Reporting.Activity.Ingest;

/// <summary>
/// Decodes a JSON string as it stands between its quotes. Unlike the JSON reader of the platform it takes lone surrogates, written
/// as <c>\ud800</c> or as three bytes; each becomes U+FFFD. Other bytes that are no UTF-8 are refused (RFC 3629 section 3).
/// </summary>
internal static class LineText
{
    /// <summary>The text; false when it is no UTF-8. Escapes must be well-formed, as the JSON reader has checked.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> json, bool isEscaped, out string text)
    {
        if (!isEscaped && Utf8.IsValid(json))
        {
            text = Encoding.UTF8.GetString(json);
            return true;
        }

        byte[] bytes = ArrayPool<byte>.Shared.Rent(json.Length);
        json.CopyTo(bytes);
        Span<byte> content = bytes.AsSpan(0, JsonText.Unescape(bytes.AsSpan(0, json.Length)));
        ReplaceSurrogates(content);
        bool valid = Utf8.IsValid(content);
        text = valid ? Encoding.UTF8.GetString(content) : "";
        ArrayPool<byte>.Shared.Return(bytes);
        return valid;
    }

    // A surrogate as three bytes, ED A0..BF and one more, has the length of U+FFFD. No escape leaves such bytes.
    private static void ReplaceSurrogates(Span<byte> content)
    {
        for (int at = content.IndexOf((byte)0xED); at >= 0 && at + 2 < content.Length;)
        {
            if (content[at + 1] is >= 0xA0 and <= 0xBF && content[at + 2] is >= 0x80 and <= 0xBF)
            {
                "\uFFFD"u8.CopyTo(content[at..]);
            }

            int next = content[(at + 1)..].IndexOf((byte)0xED);
            at = next < 0 ? -1 : at + 1 + next;
        }
    }
}
