using System.Text.Json;
using Reporting.Exports.Manifests;
using Reporting.Local.CommandLine;

namespace Reporting.Local.Verify;

/// <summary>The public keys that a verification trusts.</summary>
internal static class TrustedKeys
{
    /// <summary>Reads them from a file or an address.</summary>
    /// <exception cref="UserErrorException">They cannot be had there.</exception>
    public static async Task<ManifestKeySet> ReadAsync(string source, CancellationToken cancellationToken)
    {
        try
        {
            return ManifestKeySet.Parse(await ReadBytesAsync(source, cancellationToken));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UserErrorException($"The public keys cannot be read from {source} (--keys): {exception.Message}", exception);
        }
    }

    private static async Task<byte[]> ReadBytesAsync(string source, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(source, UriKind.Absolute, out Uri? address) || address.IsFile)
        {
            return await File.ReadAllBytesAsync(source, cancellationToken);
        }

        using var http = new HttpClient();
        return await http.GetByteArrayAsync(address, cancellationToken);
    }
}
