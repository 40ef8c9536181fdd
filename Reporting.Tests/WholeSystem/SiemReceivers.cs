using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Reporting.Tests.WholeSystem;

/// <summary>Receivers of audit events that the recipes of docs/siem.md are tried on, and how they are started, stopped in the middle, and read.</summary>
internal static class SiemReceivers
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Process StartTlsServer(TemporaryFolder folder, int port)
    {
        var start = new ProcessStartInfo("openssl", ["s_server", "-accept", "127.0.0.1:" + Text(port), "-cert", folder["trusted.crt"], "-key", folder["trusted.key"], "-quiet"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    public static async Task MakeCertificateAsync(TemporaryFolder folder, string name)
    {
        string[] arguments = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder[name + ".key"], "-out", folder[name + ".crt"], "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
        using Process process = Process.Start(new ProcessStartInfo("openssl", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        string errors = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode == 0, errors);
    }

    public static async Task<WebApplication> ServeAsync(string url, X509Certificate2? certificate, RequestDelegate answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate));
        builder.WebHost.UseUrls(url);
        WebApplication server = builder.Build();
        server.Run(answer);
        await server.StartAsync(Cancellation);
        return server;
    }

    /// <summary>The messages of a stream with octet counting, without their headers; a last one that is cut is left out.</summary>
    public static List<string> Frames(byte[] bytes)
    {
        var messages = new List<string>();
        for (int at = 0; at < bytes.Length;)
        {
            int space = Array.IndexOf(bytes, (byte)' ', at);
            if (space < 0 || !int.TryParse(bytes.AsSpan(at, space - at), NumberStyles.None, CultureInfo.InvariantCulture, out int length) || space + 1 + length > bytes.Length)
            {
                break;
            }

            messages.Add(Encoding.UTF8.GetString(bytes, space + 1, length));
            at = space + 1 + length;
        }

        return messages;
    }

    /// <summary>Kills a frozen receiver as soon as the system has accepted a connection for it.</summary>
    public static async Task KillOnceConnectedAsync(Process receiver, int port)
    {
        await UntilAsync(() => Task.FromResult(Array.Exists(IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections(), connection => connection.RemoteEndPoint.Port == port && connection.State is TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2)));
        await EndAsync(receiver);
    }

    public static async Task ListensAsync(int port) => await UntilAsync(async () =>
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, Cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    });

    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        }
    }

    public static async Task EndAsync(Process process)
    {
        process.Kill();
        await process.WaitForExitAsync(Cancellation);
    }

    public static void Signal(Process process, string signal)
    {
        using Process kill = Process.Start("kill", ["-s", signal, Text(process.Id)]);
        kill.WaitForExit();
    }

    public static void SkipUnlessInstalled(string program) => Assert.SkipUnless(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin").Any(folder => File.Exists(Path.Combine(folder, program))), $"{program} is not installed; .ci/run installs it");

    /// <summary>Skips where rsyslog is missing or may not read a configuration of ours (AppArmor).</summary>
    public static async Task SkipUnlessRsyslogRunsAsync(TemporaryFolder folder)
    {
        SkipUnlessInstalled("rsyslogd");
        await File.WriteAllTextAsync(folder["probe.conf"], $"module(load=\"imtcp\")\ninput(type=\"imtcp\" port=\"514\" address=\"127.0.0.1\")\naction(type=\"omfile\" file=\"{folder["probe"]}\")\n", Cancellation);
        using Process probe = Process.Start(new ProcessStartInfo("rsyslogd", ["-N1", "-f", folder["probe.conf"]]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        string said = await probe.StandardError.ReadToEndAsync(Cancellation);
        await probe.WaitForExitAsync(Cancellation);
        Assert.SkipUnless(probe.ExitCode == 0, "rsyslogd cannot run with a configuration of the test: " + said);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
