using System.Diagnostics;
using Reporting.Local.CommandLine;

namespace Reporting.Local.Azurite;

/// <summary>A running Azurite. Disposing it ends it and waits until its data is saved.</summary>
internal sealed class AzuriteProcess : IAsyncDisposable
{
    // Azurite's default account name, which the data of earlier versions is stored under; the key is the data folder's own.
    private const string AccountName = "devstoreaccount1";
    private static readonly TimeSpan SaveTime = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly string _key;

    private AzuriteProcess(Process process, AzuritePorts ports, string key)
    {
        _process = process;
        _key = key;
        Ports = ports;
    }

    /// <summary>Where it listens.</summary>
    public AzuritePorts Ports { get; }

    /// <summary>The way to its account.</summary>
    public string ConnectionString => string.Create(
        CultureInfo.InvariantCulture,
        $"DefaultEndpointsProtocol=http;AccountName={AccountName};AccountKey={_key};BlobEndpoint=http://127.0.0.1:{Ports.Blob}/{AccountName};QueueEndpoint=http://127.0.0.1:{Ports.Queue}/{AccountName};TableEndpoint=http://127.0.0.1:{Ports.Table}/{AccountName};");

    /// <summary>Completes when it has ended, asked or not.</summary>
    public Task Ended => _process.WaitForExitAsync(CancellationToken.None);

    /// <summary>Starts Azurite on its usual ports, or on free ones where those are taken.</summary>
    /// <exception cref="UserErrorException">It did not start.</exception>
    public static async Task<AzuriteProcess> StartAsync(
        AzuriteInstallation installation, AzuriteDataFolder data, CancellationToken cancellationToken)
    {
        AzuritePorts ports = AzuritePorts.Usual.AreFree() ? AzuritePorts.Usual : AzuritePorts.Free();
        string key = AzuriteKeyFile.LoadOrMake(data.KeyFile);
        string said = "";
        // Another process may take a port between our look and Azurite's start.
        for (int attempt = 1; attempt <= 5; attempt++, ports = AzuritePorts.Free())
        {
            Process process = Launch(installation, data, ports, key);
            var azurite = new AzuriteProcess(process, ports, key);
            try
            {
                (bool listening, said) = await ListensAsync(process, cancellationToken);
                if (listening)
                {
                    return azurite;
                }
            }
            catch (OperationCanceledException)
            {
                await azurite.DisposeAsync();
                throw;
            }

            process.Dispose();
        }

        throw new UserErrorException($"Azurite did not start: {said.Trim().ReplaceLineEndings(" ")}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(SaveTime, TimeProvider.System);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _process.Dispose();
    }

    private static Process Launch(AzuriteInstallation installation, AzuriteDataFolder data, AzuritePorts ports, string key)
    {
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Azurite", "azurite-host.cjs"), installation.Script, data.BeaconFile,
                "--location", data.AzuriteLocation, "--silent", "--skipApiVersionCheck", "--disableTelemetry",
                "--tableKeepAliveTimeout", "120", "--blobKeepAliveTimeout", "120",
                "--blobPort", Text(ports.Blob), "--queuePort", Text(ports.Queue), "--tablePort", Text(ports.Table),
            },
        };
        // By the environment, which only this user can read; a command line is read by every user.
        start.Environment["AZURITE_ACCOUNTS"] = $"{AccountName}:{key}";
        return Process.Start(start)!;
    }

    private static async Task<(bool Listening, string Said)> ListensAsync(Process process, CancellationToken cancellationToken)
    {
        var said = new StringBuilder();
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            said.AppendLine(line);
            if (line.Contains("Table service is successfully listening", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return (true, "");
            }
        }

        await process.WaitForExitAsync(cancellationToken);
        return (false, (await errors) is { Length: > 0 } error ? error : said.ToString());
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
