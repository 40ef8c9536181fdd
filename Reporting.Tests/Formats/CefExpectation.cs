namespace Reporting.Tests.Formats;

/// <summary>What must come out of a CEF event, by docs/formats.md, told in strings: the replacements, the trim, the cut.</summary>
internal static class CefExpectation
{
    /// <summary>The keys and values that an audit event (in the order of <see cref="TestRecords.AuditNames"/>) must have.</summary>
    public static List<KeyValuePair<string, string>> ExtensionOf(object?[] values, string tenant = "", string host = "")
    {
        var time = (DateTimeOffset)values[1]!;
        string outcome = (string)values[7]! switch { "Success" => "success", "Failed" => "failure", _ => "started" };
        string address = Value((string?)values[8], 1023);
        string? dotted = address switch { "10.1.2.3" or "::ffff:10.1.2.3" => "10.1.2.3", _ => null };
        if (dotted is null && System.Net.IPAddress.TryParse((string?)values[8], out var parsed) && ((string)values[8]!).Split('.').Length == 4
            && parsed.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)
        {
            dotted = parsed.ToString();
        }

        (string Key, string Value)[] pairs =
        [
            ("rt", time.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("externalId", Value((string?)values[0], 40)),
            ("suser", Value((string?)values[2], 1023)),
            ("act", Value((string?)values[4], 63)),
            ("cat", Value((string?)values[3], 1023)),
            ("outcome", outcome),
            ("src", dotted ?? ""),
            ("cs2", dotted is null ? address : ""),
            ("cs2Label", dotted is null && address.Length > 0 ? "sourceAddress" : ""),
            ("requestClientApplication", Value((string?)values[9], 1023)),
            ("deviceExternalId", tenant),
            ("dvchost", host),
            ("cs1", (string)values[5]!),
            ("cs1Label", "actionType"),
            ("cs3", Value((string?)values[12], 1023)),
            ("cs3Label", Value((string?)values[12], 1023).Length > 0 ? "origin" : ""),
            ("cs4", Value((string?)values[10], 1023)),
            ("cs4Label", Value((string?)values[10], 1023).Length > 0 ? "issuer" : ""),
            ("suid", Value((string?)values[11], 1023)),
            ("msg", Message((string?)values[6])),
        ];
        return [.. pairs.Where(pair => pair.Value.Length > 0).Select(pair => new KeyValuePair<string, string>(pair.Key, pair.Value))];
    }

    /// <summary>The class id: target and action, cut to 1023 together.</summary>
    public static string ClassId(string? target, string? action)
    {
        string end = OrUnknown(HardText.InRow(action ?? ""));
        string begin = OrUnknown(CutHeader(OrUnknown(HardText.InRow(target ?? "")), 1022 - Begin(end, 511).Length));
        return Header(begin) + ":" + Header(OrUnknown(CutHeader(end, 1022 - begin.Length)));
    }

    /// <summary>An action in words.</summary>
    public static string Words(string? action)
    {
        string words = OrUnknown(CutHeader(HardText.InRow(action ?? "").TrimStart('.', '_', '-', ' '), 512));
        Rune first = words.EnumerateRunes().FirstOrDefault();
        if (words.Length > 0 && Rune.IsLetter(first))
        {
            words = Rune.ToUpperInvariant(first) + words[first.Utf16SequenceLength..];
        }

        return Header(words.Replace('.', ' ').Replace('_', ' ').Replace('-', ' '));
    }

    private static string Value(string? text, int longest)
    {
        string value = Trimmed(text);
        return value.Length <= longest ? value : Trimmed(Begin(value, longest));
    }

    private static string Message(string? text)
    {
        string value = Trimmed(text);
        return value.Length <= 1023 ? value : Begin(value, 1022) + "…";
    }

    private static string Trimmed(string? text) => Replaced(text, keepLineBreaks: true).Trim(' ', '\r', '\n');

    private static string Header(string text) => Replaced(text, keepLineBreaks: false);

    // Cut, a value loses what became a space at its end.
    private static string CutHeader(string text, int length) =>
        text.Length <= length ? text : Begin(text, length).TrimEnd([.. Enumerable.Range(0, 0xA0).Select(unit => (char)unit).Where(char.IsControl), ' ', '\u2028', '\u2029']);

    /// <summary>Text that says something, or what stands for it.</summary>
    public static string OrUnknown(string text) => text.EnumerateRunes().Any(rune =>
        rune.Value is not (0xFFFD or 0x3164 or 0x2800 or 0x115F or 0x1160 or 0xFFA0) && (Rune.IsLetter(rune) || Rune.IsNumber(rune) || Rune.IsSymbol(rune))) ? text : "unknown";

    private static string Begin(string text, int length) => text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private static string Replaced(string? text, bool keepLineBreaks) =>
        string.Concat(HardText.InRow(text ?? "").Select(character => character switch
        {
            '\r' or '\n' when keepLineBreaks => character,
            '\u2028' or '\u2029' => ' ',
            _ => char.IsControl(character) ? ' ' : character,
        }));
}
