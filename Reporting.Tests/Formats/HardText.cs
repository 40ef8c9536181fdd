namespace Reporting.Tests.Formats;

/// <summary>Text that formats trip over: quotes, separators, line breaks, control characters, lone surrogates, right-to-left text, emoji.</summary>
internal static class HardText
{
    /// <summary>What hard text is put together from.</summary>
    public static readonly string[] Pieces =
    [
        "\"", "'", ",", ";", "|", "\\", "=", "\r", "\n", "\r\n", "\t", " ", "  ", "\0", "\u0001", "\u000B", "\u000C", "\u001C", "\u001F",
        "\u007F", "\u0080", "\u0085", "\u009F", "\u00A0", "\u2028", "\u2029", "\uFEFF", "\uD800", "\uDC00", "\uD83C\uDF89", "\u202Eabc\u202C",
        "שלום", "مرحبا", "日本語", "é", "e\u0301", "…", "“q”", "\U0010FFFF", "a", "word", "key=value", " cs1=x", "\\n", "\\\\", "\\=", "\\|",
        "=1+1", "+", "-", "@", "{}", "\"\"", "null", "12", "</script>", "%s", "\u001B[31m",
    ];

    /// <summary>The next text of this generator: mostly short, one in five hundred of 30,000 characters, one in fifty near the lengths of CEF.</summary>
    public static string Next(Random random)
    {
        int length = random.Next(500) switch
        {
            0 => 30_000,
            < 11 => random.Next(1000, 1050),
            _ => random.Next(0, 25),
        };
        var text = new StringBuilder();
        while (text.Length < length)
        {
            text.Append(random.Next(3) == 0 ? Pieces[random.Next(Pieces.Length)] : ((char)random.Next('a', 'z' + 1)).ToString());
        }

        return text.ToString();
    }

    /// <summary>The text as it reaches a row: lone surrogates are U+FFFD.</summary>
    public static string InRow(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
