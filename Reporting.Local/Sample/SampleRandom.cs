using System.Globalization;

namespace Reporting.Local.Sample;

/// <summary>Numbers that look random and are the same in every process and version (SplitMix64); <see cref="Random"/> promises that for no seed across versions.</summary>
internal sealed class SampleRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>From <paramref name="low"/> (inclusive) to <paramref name="high"/> (exclusive).</summary>
    public int Between(int low, int high) => low + (int)(Next() % (ulong)(high - low));

    /// <summary>One of them.</summary>
    public T Pick<T>(IReadOnlyList<T> choices) => choices[Between(0, choices.Count)];

    /// <summary>An id in the form of a UUID.</summary>
    public string Id() => new Guid(Bytes(16)).ToString("D", CultureInfo.InvariantCulture);

    /// <summary>Lower-case hexadecimal digits.</summary>
    public string Hexadecimal(int digits) => Convert.ToHexStringLower(Bytes(digits / 2));

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        for (int index = 0; index < count; index++)
        {
            bytes[index] = (byte)(Next() >> 56);
        }

        return bytes;
    }

    private ulong Next()
    {
        ulong value = _state += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
