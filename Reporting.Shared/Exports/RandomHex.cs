using System.Security.Cryptography;

namespace Reporting.Exports;

/// <summary>16 random lower-case hex digits: names of writes and of attempts.</summary>
internal static class RandomHex
{
    public static string Create() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
}
