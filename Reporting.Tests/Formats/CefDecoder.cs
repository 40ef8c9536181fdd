namespace Reporting.Tests.Formats;

/// <summary>
/// A strict decoder of CEF version 0, written from the standard ("Implementing ArcSight Common Event Format": header, extension,
/// character encoding, dictionaries). It refuses whatever the standard does not allow: a wrong count of header fields, escapes that do not
/// exist there, raw control characters, keys that the dictionary does not have, values longer than the dictionary lets them be, a key
/// twice, an empty value, a custom string without its label.
/// </summary>
internal static class CefDecoder
{
    /// <summary>The keys that we use, as the standard's dictionaries have them, with the longest value in characters (0: a fixed form).</summary>
    private static readonly Dictionary<string, int> Dictionary = new(StringComparer.Ordinal)
    {
        ["rt"] = 0, ["externalId"] = 40, ["suser"] = 1023, ["act"] = 63, ["cat"] = 1023, ["outcome"] = 63, ["src"] = 0,
        ["requestClientApplication"] = 1023, ["deviceExternalId"] = 255, ["dvchost"] = 100, ["msg"] = 1023,
        ["cs1"] = 1023, ["cs1Label"] = 1023, ["cs2"] = 1023, ["cs2Label"] = 1023, ["cs3"] = 1023, ["cs3Label"] = 1023, ["cs4"] = 1023, ["cs4Label"] = 1023, ["suid"] = 1023,
    };

    public static CefEvent Decode(string line)
    {
        if (line.Any(character => char.IsControl(character) || character is '\u2028' or '\u2029'))
        {
            throw new FormatException("A raw control character or line separator.");
        }

        int at = 0;
        var header = new List<string>();
        while (header.Count < 7)
        {
            header.Add(HeaderField(line, ref at));
        }

        if (header[0] != "CEF:0")
        {
            throw new FormatException($"'{header[0]}' is not CEF:0.");
        }

        if (!int.TryParse(header[6], NumberStyles.None, CultureInfo.InvariantCulture, out int severity) || severity > 10)
        {
            throw new FormatException($"'{header[6]}' is no severity.");
        }

        var extension = Extension(line[at..]);
        CheckExtension(extension);
        return new CefEvent(header[1], header[2], header[3], header[4], header[5], severity, extension);
    }

    /// <summary>Up to the next bare pipe; a backslash only before a pipe or a backslash.</summary>
    private static string HeaderField(string line, ref int at)
    {
        var field = new StringBuilder();
        for (; at < line.Length; at++)
        {
            switch (line[at])
            {
                case '|':
                    at++;
                    return field.ToString();
                case '\\' when at + 1 < line.Length && line[at + 1] is '\\' or '|':
                    field.Append(line[++at]);
                    break;
                case '\\':
                    throw new FormatException("A backslash in the header that escapes nothing.");
                default:
                    field.Append(line[at]);
                    break;
            }
        }

        throw new FormatException("The header has fewer than seven fields.");
    }

    /// <summary>
    /// Pairs of key and value with a space between. A bare equals sign ends a key; the key is the word before it; what lies between a
    /// key's sign and the space before the next key is the value.
    /// </summary>
    private static List<KeyValuePair<string, string>> Extension(string text)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        if (text.Length == 0)
        {
            return pairs;
        }

        List<int> signs = [.. BareEqualsSigns(text)];
        int keyStart = 0;
        for (int sign = 0; sign < signs.Count; sign++)
        {
            string key = text[keyStart..signs[sign]];
            if (key.Length == 0 || !key.All(char.IsAsciiLetterOrDigit))
            {
                throw new FormatException($"'{key}' is no key.");
            }

            int valueEnd = text.Length;
            if (sign + 1 < signs.Count)
            {
                valueEnd = text.LastIndexOf(' ', signs[sign + 1]);
                if (valueEnd <= signs[sign])
                {
                    throw new FormatException($"The value of '{key}' holds a bare equals sign.");
                }

                keyStart = valueEnd + 1;
            }

            pairs.Add(new(key, Unescape(text[(signs[sign] + 1)..valueEnd])));
        }

        return signs.Count > 0 ? pairs : throw new FormatException("The extension has no key.");
    }

    private static IEnumerable<int> BareEqualsSigns(string text)
    {
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\')
            {
                at++;
            }
            else if (text[at] == '=')
            {
                yield return at;
            }
        }
    }

    private static string Unescape(string value)
    {
        var text = new StringBuilder(value.Length);
        for (int at = 0; at < value.Length; at++)
        {
            if (value[at] != '\\')
            {
                text.Append(value[at]);
                continue;
            }

            at++;
            text.Append(at == value.Length ? throw new FormatException("A backslash at the end.") : value[at] switch
            {
                '\\' => '\\',
                '=' => '=',
                'n' => '\n',
                'r' => '\r',
                _ => throw new FormatException($"No escape: \\{value[at]}"),
            });
        }

        return text.ToString();
    }

    private static void CheckExtension(List<KeyValuePair<string, string>> extension)
    {
        HashSet<string> keys = [.. extension.Select(pair => pair.Key)];
        if (keys.Count != extension.Count)
        {
            throw new FormatException("A key stands twice.");
        }

        foreach ((string key, string value) in extension)
        {
            if (!Dictionary.TryGetValue(key, out int longest))
            {
                throw new FormatException($"The dictionary has no key '{key}'.");
            }

            if (value.Length == 0 || value[0] == ' ' || value[^1] == ' ')
            {
                throw new FormatException($"The value of '{key}' is empty or not trimmed.");
            }

            if (longest > 0 && value.Length > longest)
            {
                throw new FormatException($"The value of '{key}' is too long.");
            }

            bool formed = key switch
            {
                "rt" => value.Length == 13 && value.All(char.IsAsciiDigit),
                "src" => value.Split('.') is { Length: 4 } parts && parts.All(part => byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _)),
                "cs1" or "cs2" or "cs3" or "cs4" => keys.Contains(key + "Label"),
                "cs1Label" or "cs2Label" or "cs3Label" or "cs4Label" => keys.Contains(key[..3]),
                _ => true,
            };
            if (!formed)
            {
                throw new FormatException($"'{key}' is not as the standard wants it: {value}");
            }
        }
    }
}
