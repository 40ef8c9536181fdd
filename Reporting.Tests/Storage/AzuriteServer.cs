using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

[assembly: AssemblyFixture(typeof(Reporting.Tests.Storage.AzuriteServer))]

namespace Reporting.Tests.Storage;

/// <summary>
/// One Azurite for the whole test run, on free ports, in memory, with enough accounts that each test has its own: tests neither
/// see each other's rows nor pay for scanning them.
/// </summary>
public sealed class AzuriteServer : IAsyncLifetime
{
    // All accounts go into one environment variable, of which Linux takes at most 128 KiB.
    private const int AccountCount = 2300;
    private static readonly byte[] s_secret = RandomNumberGenerator.GetBytes(32);
    private static int s_nextAccount;
    private Process? _process;
    private int _blobPort;
    private int _queuePort;
    private int _tablePort;
    private Task _started = Task.CompletedTask;

    /// <summary>
    /// Connection string of an account that this run has not used. Waits while Azurite starts, and on a new machine while it is installed: what needs no storage
    /// is tested meanwhile (<see cref="LongestFirst"/>).
    /// </summary>
    public string NewAccount()
    {
        _started.GetAwaiter().GetResult();
        int number = Interlocked.Increment(ref s_nextAccount);
        Assert.True(number < AccountCount, "More tests than accounts: raise AccountCount.");
        string name = AccountName(number);
        return string.Create(CultureInfo.InvariantCulture, $"DefaultEndpointsProtocol=http;AccountName={name};AccountKey={AccountKey(name)};BlobEndpoint=http://127.0.0.1:{_blobPort}/{name};QueueEndpoint=http://127.0.0.1:{_queuePort}/{name};TableEndpoint=http://127.0.0.1:{_tablePort}/{name};");
    }

    public ValueTask InitializeAsync()
    {
        _started = Task.Run(StartAsync);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _started.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
    }

    private async Task StartAsync()
    {
        string script = await AzuriteInstallation.FindAsync();
        for (int attempt = 1; ; attempt++)
        {
            (_blobPort, _queuePort, _tablePort) = (FreePort(), FreePort(), FreePort());
            if (await TryStartAsync(script))
            {
                return;
            }

            Assert.True(attempt < 5, "Azurite did not start on free ports in five attempts.");
        }
    }

    private async Task<bool> TryStartAsync(string script)
    {
        // Azurite ends with us even when the test run is killed: it reads its standard input and stops at its end.
        const string EndWithParent = "process.stdin.resume();process.stdin.on('end',()=>process.exit(0));require(process.argv[1]);";
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            ArgumentList =
            {
                "-e", EndWithParent, script, "--inMemoryPersistence", "--silent", "--skipApiVersionCheck", "--disableTelemetry",
                "--tableKeepAliveTimeout", "120", "--blobKeepAliveTimeout", "120",
                "--blobPort", Text(_blobPort), "--queuePort", Text(_queuePort), "--tablePort", Text(_tablePort),
            },
        };
        start.Environment["AZURITE_ACCOUNTS"] = string.Join(';', Enumerable.Range(1, AccountCount).Select(number => $"{AccountName(number)}:{AccountKey(AccountName(number))}"));
        _process = Process.Start(start)!;
        var seen = new StringBuilder();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            seen.AppendLine(line);
            if (line.Contains("Table service is successfully listening", StringComparison.Ordinal))
            {
                _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                _ = _process.StandardError.BaseStream.CopyToAsync(Stream.Null);
                return true;
            }
        }

        await _process.WaitForExitAsync();
        return false;
    }

    private static string AccountName(int number) => "test" + number.ToString("D5", CultureInfo.InvariantCulture);

    private static string AccountKey(string name) => Convert.ToBase64String(HMACSHA256.HashData(s_secret, Encoding.ASCII.GetBytes(name)));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
