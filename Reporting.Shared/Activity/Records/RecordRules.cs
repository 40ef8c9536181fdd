namespace Reporting.Activity.Records;

/// <summary>What ids, texts and numbers of a record may be (docs/activity-log.md).</summary>
public static class RecordRules
{
    /// <summary>Longest id of an audit event; CEF's <c>externalId</c> takes no more.</summary>
    public const int MaxAuditIdLength = 40;

    /// <summary>Longest other id.</summary>
    public const int MaxIdLength = 64;

    /// <summary>Longest text in UTF-16 units: 64 KiB (Table service limit).</summary>
    public const int MaxTextLength = 32_768;

    /// <summary>Greatest number: 2^53-1, what every JSON reader keeps exact (RFC 8259 section 6).</summary>
    public const long MaxNumber = (1L << 53) - 1;

    /// <summary>What a number must be, for messages.</summary>
    internal const string NumberExpected = "takes a whole number from 0 to 9007199254740991";

    /// <summary>What is wrong with an id, or null.</summary>
    internal static RecordProblem? CheckId(string field, string? value, int maxLength)
    {
        bool good = value is not null && value.Length >= 1 && value.Length <= maxLength;
        for (int at = 0; good && at < value!.Length; at++)
        {
            good = char.IsAsciiLetterOrDigit(value[at]) || value[at] is '.' or '_' or ':' or '-';
        }

        return good ? null : new RecordProblem(field, string.Create(CultureInfo.InvariantCulture, $"takes 1 to {maxLength} characters out of A-Z a-z 0-9 . _ : -"));
    }

    /// <summary>What is wrong with a text, or null.</summary>
    internal static RecordProblem? CheckText(string field, string? value) => value is null || value.Length <= MaxTextLength
        ? null
        : new RecordProblem(field, string.Create(CultureInfo.InvariantCulture, $"takes at most 32,768 characters (UTF-16 units), not {value.Length:N0}"));

    /// <summary>What is wrong with a number, or null.</summary>
    internal static RecordProblem? CheckNumber(string field, long? value) =>
        value is null or (>= 0 and <= MaxNumber) ? null : new RecordProblem(field, NumberExpected);
}

/// <summary>What is wrong with a record.</summary>
/// <param name="Field">The field's name in the record's JSON; empty when it is about the whole line.</param>
/// <param name="Message">What the field takes, as a sentence that follows its name.</param>
public sealed record RecordProblem(string Field, string Message);
