using System.Buffers;
using System.Text.Unicode;
using Reporting.Activity.Records;
using Reporting.Storage.Paging;

namespace Reporting.Activity.Ingest;

/// <summary>Reads one line into the values of its fields. Says what is wrong by field; of a field given twice neither is believed.</summary>
internal static class LineParser
{
    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Disallow, AllowTrailingCommas = false, MaxDepth = 32 };

    /// <summary>Reads the line; null when every field is there and takes its value, else the first problem.</summary>
    public static RecordProblem? Parse(ReadOnlySpan<byte> line, RecordKind kind, RecordValues values)
    {
        values.Clear();
        try
        {
            var reader = new Utf8JsonReader(line, Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return new RecordProblem("", "The line is no JSON object.");
            }

            RecordProblem? problem = null;
            int next = 0;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                int ordinal = Find(ref reader, kind, next);
                reader.Read();
                if (ordinal < 0)
                {
                    reader.Skip();
                    continue;
                }

                // The rest is read in any case: that the line is no JSON comes before what is wrong with a field.
                next = ordinal + 1;
                problem ??= Take(ref reader, kind.LineFields[ordinal], ordinal, values);
                reader.Skip();
            }

            // Nothing may follow the object; the reader throws when something does.
            reader.Read();
            return problem ?? Missing(kind, values);
        }
        catch (JsonException exception)
        {
            return new RecordProblem("", string.Create(CultureInfo.InvariantCulture, $"The line is not well-formed JSON (RFC 8259); reading stopped at byte {(exception.BytePositionInLine ?? 0) + 1} of {line.Length}."));
        }
    }

    private static int Find(ref Utf8JsonReader reader, RecordKind kind, int next)
    {
        if (!reader.ValueIsEscaped)
        {
            return kind.IndexOf(reader.ValueSpan, next);
        }

        return LineText.TryDecode(reader.ValueSpan, isEscaped: true, out string name) ? kind.IndexOf(System.Text.Encoding.UTF8.GetBytes(name), next) : -1;
    }

    private static RecordProblem? Take(ref Utf8JsonReader reader, RecordField field, int ordinal, RecordValues values)
    {
        if (!values.TryGive(ordinal))
        {
            return new RecordProblem(field.Name, "is given twice");
        }

        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (field.Kind == FieldKind.Number)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number))
            {
                return new RecordProblem(field.Name, field.Expected);
            }

            values.Set(ordinal, number);
            return null;
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            return new RecordProblem(field.Name, field.Expected);
        }

        if (!LineText.TryDecode(reader.ValueSpan, reader.ValueIsEscaped, out string text))
        {
            return new RecordProblem(field.Name, "is not valid UTF-8");
        }

        return TakeText(field, ordinal, text, values);
    }

    private static RecordProblem? TakeText(RecordField field, int ordinal, string text, RecordValues values)
    {
        switch (field.Kind)
        {
            case FieldKind.Time when Rfc3339.TryParsePrecise(text, out DateTimeOffset time):
                values.Set(ordinal, text, time);
                return null;
            case FieldKind.Time:
            case FieldKind.Name when !field.Names.Contains(text, StringComparer.Ordinal):
            case FieldKind.Text when field.IsRequired && !InvisibleText.SaysSomething(text):
                return new RecordProblem(field.Name, field.Expected);
            default:
                values.Set(ordinal, text);
                return null;
        }
    }

    private static RecordProblem? Missing(RecordKind kind, RecordValues values)
    {
        for (int ordinal = 0; ordinal < kind.LineFields.Length; ordinal++)
        {
            RecordField field = kind.LineFields[ordinal];
            if (field.IsRequired && !values.HasValue(ordinal))
            {
                return new RecordProblem(field.Name, "is required; it " + field.Expected);
            }
        }

        return null;
    }
}

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
