using System.Buffers;
using System.Security.Cryptography;

namespace Reporting.Exports.Jobs;

/// <summary>
/// Ids of export jobs: 26 characters of Crockford's base 32 in lower case (digits and letters without i, l, o, u). The first 10
/// are 50 bits of inverted time (2^50 - 1 less the milliseconds since 1970), so ids ascend newest first; the other 16 are 80
/// random bits, so an id cannot be guessed.
/// </summary>
/// <example>2026-11-22T10:15:00Z is 1,795,342,500,000 ms; 2^50 - 1 less that is 1,124,104,564,342,623: ids of that millisecond begin with <c>zybqykyztz</c>.</example>
public static class ExportIds
{
    /// <summary>Characters of an id.</summary>
    public const int Length = 26;

    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int TimeDigits = 10;
    private const long LargestTime = (1L << (5 * TimeDigits)) - 1;
    private static readonly SearchValues<char> s_digits = SearchValues.Create(Digits);

    /// <summary>A new id for a job asked for at <paramref name="time"/>.</summary>
    public static string Create(DateTimeOffset time) => string.Create(Length, time, static (characters, time) =>
    {
        WriteTime(characters, time.ToUnixTimeMilliseconds());
        Span<byte> random = stackalloc byte[Length - TimeDigits];
        RandomNumberGenerator.Fill(random);
        for (int index = 0; index < random.Length; index++)
        {
            characters[TimeDigits + index] = Digits[random[index] & 31];
        }
    });

    /// <summary>
    /// The id of the job asked for at <paramref name="time"/> that <paramref name="name"/> names: the same two give the same id, so that a start
    /// that is tried again, or from two places at once, makes one job. The last 16 digits are the first 80 bits of the name's SHA-256.
    /// </summary>
    public static string CreateFor(DateTimeOffset time, string name) => string.Create(Length, (time, name), static (characters, of) =>
    {
        WriteTime(characters, of.time.ToUnixTimeMilliseconds());
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(of.name));
        for (int index = 0; index < Length - TimeDigits; index++)
        {
            int bit = 5 * index;
            int two = (hash[bit / 8] << 8) | hash[(bit / 8) + 1];
            characters[TimeDigits + index] = Digits[(two >> (11 - (bit % 8))) & 31];
        }
    });

    /// <summary>The smallest text that ids of jobs asked for before <paramref name="time"/> can have; jobs asked for then or later have smaller ones.</summary>
    public static string FirstBefore(DateTimeOffset time) => string.Create(TimeDigits, time.ToUnixTimeMilliseconds() - 1, WriteTime);

    /// <summary>Whether <paramref name="text"/> looks like an id; what does not is not looked for in storage.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: Length } && !text.AsSpan().ContainsAnyExcept(s_digits);

    // No job is older than 1970; a limit that is has the text of 1970, beyond which there is no id either.
    private static void WriteTime(Span<char> characters, long milliseconds)
    {
        long inverted = LargestTime - Math.Max(milliseconds, 0);
        for (int index = TimeDigits - 1; index >= 0; index--)
        {
            characters[index] = Digits[(int)(inverted & 31)];
            inverted >>= 5;
        }
    }
}
