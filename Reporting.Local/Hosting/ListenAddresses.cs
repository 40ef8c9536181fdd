using System.Net;
using System.Net.Sockets;
using Reporting.Access;
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

        return int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number is > 0 and <= IPEndPoint.MaxPort
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

    /// <summary>Refuses addresses that other machines reach, where the development sign-in would give every caller an administrator's token.</summary>
    /// <exception cref="UserErrorException">One does not lead to this machine only.</exception>
    public static void EnsureLoopback(IEnumerable<string> addresses)
    {
        if (addresses.FirstOrDefault(address => !IsLoopback(BindingAddress.Parse(address))) is { } open)
        {
            throw new UserErrorException($"The development sign-in is on, and other machines reach {open} (--urls, setting Urls). Listen on localhost; or switch the development sign-in off with ASPNETCORE_ENVIRONMENT=Production, and set Access:Authority.");
        }
    }

    /// <summary>The one line about a port that is taken.</summary>
    public static UserErrorException Busy(Uri address, Exception exception) => new(
        string.Create(CultureInfo.InvariantCulture, $"Port {address.Port} is in use by another program. Give another one with --port (setting Port), or an address with --urls (setting Urls)."), exception);

    // The server listens on both where localhost is both.
    private static IPAddress[] IpAddressesOf(Uri address) =>
        IPAddress.TryParse(address.DnsSafeHost, out IPAddress? ip) ? [ip] : [IPAddress.Loopback, IPAddress.IPv6Loopback];

    // What is neither an address nor localhost, such as * or a name, makes the server listen on all addresses.
    private static bool IsLoopback(BindingAddress address) =>
        address.IsUnixPipe || address.IsNamedPipe || LocalConnection.IsLocalName(address.Host);

    private static Uri Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? address
            : throw new UserErrorException($"'{text}' (--urls, setting Urls) is not an address such as {Default}.");
}
