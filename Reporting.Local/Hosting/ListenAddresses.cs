using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Reporting.Local.CommandLine;

namespace Reporting.Local.Hosting;

/// <summary>Where the host listens.</summary>
internal static class ListenAddresses
{
    private const string Default = "http://localhost:7071";

    /// <summary>The addresses: the command line's, else the setting <c>Urls</c>, else <c>Port</c> on localhost, else port 7071.</summary>
    /// <exception cref="UserErrorException">An address or the port is not one.</exception>
    public static IReadOnlyList<Uri> Of(LocalSettings settings, IConfiguration configuration)
    {
        if ((settings.Urls ?? configuration["Urls"]) is { Length: > 0 } urls)
        {
            return [.. urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parse)];
        }

        if (configuration["Port"] is not { Length: > 0 } port)
        {
            return [new Uri(Default)];
        }

        return int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= IPEndPoint.MaxPort
            ? [new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{number}"))]
            : throw new UserErrorException($"The setting Port is '{port}'; it takes a number from 1 to 65535.");
    }

    /// <summary>Looks whether the addresses are free, before anything slow begins.</summary>
    /// <exception cref="UserErrorException">One is taken.</exception>
    public static void EnsureFree(IReadOnlyList<Uri> addresses)
    {
        foreach ((Uri address, IPAddress ip) in addresses.Where(address => address.Port != 0).SelectMany(address => IpAddressesOf(address).Select(ip => (address, ip))))
        {
            try
            {
                using var listener = new TcpListener(ip, address.Port);
                listener.Start();
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw Busy(address, exception);
            }
            catch (SocketException)
            {
                // Another trouble with the address: the server says it better.
            }
        }
    }

    /// <summary>The one line about a port that is taken.</summary>
    public static UserErrorException Busy(Uri address, Exception exception) => new(
        string.Create(CultureInfo.InvariantCulture, $"Port {address.Port} is in use by another program. Give another one with --port (setting Port), or an address with --urls (setting Urls)."), exception);

    // The server listens on both where localhost is both.
    private static IPAddress[] IpAddressesOf(Uri address) => IPAddress.TryParse(address.DnsSafeHost, out IPAddress? ip) ? [ip] : [IPAddress.Loopback, IPAddress.IPv6Loopback];

    private static Uri Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? address
            : throw new UserErrorException($"'{text}' (--urls, setting Urls) is not an address such as {Default}.");
}
