using System.Net;
using System.Net.Sockets;

namespace Reporting.Local.Azurite;

/// <summary>The ports of Azurite's three services on the loopback interface.</summary>
internal sealed record AzuritePorts(int Blob, int Queue, int Table)
{
    /// <summary>Azurite's default ports, which other tools look for.</summary>
    public static AzuritePorts Usual { get; } = new(10000, 10001, 10002);

    /// <summary>Whether all of them are free now.</summary>
    public bool AreFree() => IsFree(Blob) && IsFree(Queue) && IsFree(Table);

    /// <summary>Three ports that were free a moment ago.</summary>
    public static AzuritePorts Free()
    {
        using var one = new TcpListener(IPAddress.Loopback, 0);
        using var two = new TcpListener(IPAddress.Loopback, 0);
        using var three = new TcpListener(IPAddress.Loopback, 0);
        one.Start();
        two.Start();
        three.Start();
        return new AzuritePorts(Port(one), Port(two), Port(three));
    }

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
