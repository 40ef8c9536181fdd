namespace Reporting.Tests.Faults;

/// <summary>Chance that a seed repeats: which requests are hit depends on the seed and their numbers only.</summary>
public static class SeededChance
{
    /// <summary>True for this share (0 to 1) of requests.</summary>
    public static Func<StorageRequest, bool> OneIn(int seed, double share) => request => Draw(seed, request.Number, 0) < share;

    /// <summary>A number in [0, 1) that the seed, a position and a purpose give (SplitMix64).</summary>
    public static double Draw(int seed, int position, int purpose)
    {
        ulong value = (ulong)(uint)seed * 0x9E3779B97F4A7C15 + (ulong)(uint)position * 0xD1B54A32D192ED03 + (ulong)(uint)purpose * 0x8CB92BA72F3D8DD7;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        value ^= value >> 31;
        return (value >> 11) * (1.0 / (1UL << 53));
    }
}
