using System.Security.Cryptography;

namespace Reporting.Exports.Manifests;

/// <summary>One hash over the slices' hashes, for files too large to be read back.</summary>
internal static class TreeHash
{
    /// <summary>Lower-case hex SHA-256 of the hashes' bytes (32 each) one after another.</summary>
    /// <exception cref="FormatException">One is not hex.</exception>
    public static string Of(IEnumerable<string> hashes)
    {
        using var tree = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string hash in hashes)
        {
            tree.AppendData(Convert.FromHexString(hash));
        }

        return Convert.ToHexStringLower(tree.GetHashAndReset());
    }
}
