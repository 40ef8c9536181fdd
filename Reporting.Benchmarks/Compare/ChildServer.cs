using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Reporting.Benchmarks.Server;

namespace Reporting.Benchmarks.Compare;

/// <summary>A server in a process of its own, so that its work is not counted as a reader's. Disposing ends it.</summary>
internal sealed class ChildServer : IAsyncDisposable
{
    private const string Account = "benchmark";
    private readonly Process _process;

    private ChildServer(Process process, string address, string connectionString)
    {
        _process = process;
        Address = address;
        ConnectionString = connectionString;
    }

    /// <summary>Where it listens; empty for Azurite, which listens in several places.</summary>
    public string Address { get; }

    /// <summary>The way to its account; empty where it is no storage.</summary>
    public string ConnectionString { get; }

    /// <summary>Processor time that it has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Another server of this program.</summary>
    public static async Task<ChildServer> StartAsync(params string[] arguments)
    {
        Process process = Start(Environment.ProcessPath!, arguments);
        string address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"{arguments[0]} did not start.");
        return new ChildServer(process, address, "");
    }

    /// <summary>The computed table server of this program.</summary>
    public static async Task<ChildServer> StartTableServerAsync(TableServerOptions options)
    {
        Process process = Start(Environment.ProcessPath!, ["table-server", .. options.ToArguments()]);
        string address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The table server did not start.");
        return new ChildServer(process, address, ComputedTableServer.ConnectionString(address));
    }

    /// <summary>Azurite in memory, from the local host's packages.</summary>
    public static async Task<ChildServer> StartAzuriteAsync(string repository)
    {
        string script = Path.Combine(repository, "Reporting.Local", "node_modules", "azurite", "dist", "src", "azurite.js");
        if (!File.Exists(script))
        {
            throw new FileNotFoundException("Azurite is not installed: run `npm ci` in Reporting.Local.", script);
        }

        string key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        string[] ports = [FreePort(), FreePort(), FreePort()];
        const string EndWithParent = "process.stdin.resume();process.stdin.on('end',()=>process.exit(0));require(process.argv[1]);";
        Process process = Start(
            "node",
            ["-e", EndWithParent, script, "--inMemoryPersistence", "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--blobPort", ports[0], "--queuePort", ports[1], "--tablePort", ports[2]],
            ("AZURITE_ACCOUNTS", $"{Account}:{key}"));
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("Table service is successfully listening", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return new ChildServer(process, "", $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={key};QueueEndpoint=http://127.0.0.1:{ports[1]}/{Account};TableEndpoint=http://127.0.0.1:{ports[2]}/{Account};BlobEndpoint=http://127.0.0.1:{ports[0]}/{Account};");
            }
        }

        throw new InvalidOperationException("Azurite did not start.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process Start(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
