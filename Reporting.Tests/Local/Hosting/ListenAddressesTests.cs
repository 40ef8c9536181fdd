using System.Net;
using System.Net.Sockets;
using Reporting.Local.CommandLine;
using Reporting.Local.Hosting;

namespace Reporting.Tests.Local.Hosting;

public sealed class ListenAddressesTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void Localhost_is_taken_when_somebody_listens_on_either_of_its_addresses(string address)
    {
        IPAddress taken = IPAddress.Parse(address);
        Assert.SkipUnless(taken.AddressFamily == AddressFamily.InterNetwork || Socket.OSSupportsIPv6, "this machine has no IPv6");
        using var listener = new TcpListener(taken, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;

        UserErrorException error = Assert.Throws<UserErrorException>(() => ListenAddresses.EnsureFree([new UriBuilder("http", "localhost", port).Uri]));
        Assert.StartsWith(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Port {port} is in use by another program."), error.Message, StringComparison.Ordinal);
    }
}
