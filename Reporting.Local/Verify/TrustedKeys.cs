using System.Net;
using Reporting.Exports.Manifests;
using Reporting.Local.CommandLine;

namespace Reporting.Local.Verify;

/// <summary>The public keys that a verification trusts.</summary>
internal static class TrustedKeys
{
    private const int MaxBytes = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Reads them from a file or an address.</summary>
    /// <exception cref="UserErrorException">They cannot be had there.</exception>
    public static async Task<ManifestKeySet> ReadAsync(string source, CancellationToken cancellationToken)
    {
        try
        {
            return ManifestKeySet.Parse(await ReadBytesAsync(source, cancellationToken));
        }
        catch (UserErrorException exception)
        {
            throw Unreadable(source, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException)
        {
            throw Unreadable(source, exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreadable(
                source, new TimeoutException(FormattableString.Invariant($"no answer within {Patience.TotalSeconds} seconds."), exception));
        }
    }

    private static UserErrorException Unreadable(string source, Exception exception) =>
        new($"The public keys cannot be read from {source} (--keys): {exception.Message}", exception);

    private static async Task<byte[]> ReadBytesAsync(string source, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(source, UriKind.Absolute, out Uri? address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            return await DownloadedFiles.ReadAsync(source.StartsWith("file://", StringComparison.OrdinalIgnoreCase) && address is not null ? address.LocalPath : source, MaxBytes, cancellationToken);
        }

        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
        {
            throw new UserErrorException(
                "plain http is refused, because the keys can be replaced on the way. Use https, or a file that came by a safe way.");
        }

        // No redirects are followed, and addresses on this machine are not requested through a proxy: the keys are those of the given address.
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = !address.IsLoopback };
        using var http = new HttpClient(handler) { MaxResponseContentBufferSize = MaxBytes, Timeout = Patience };
        using HttpResponseMessage response = await http.GetAsync(address, cancellationToken);
        return response.StatusCode == HttpStatusCode.OK
            ? await response.Content.ReadAsByteArrayAsync(cancellationToken)
            : throw new HttpRequestException(FormattableString.Invariant($"the answer was {(int)response.StatusCode} instead of 200."));
    }
}
