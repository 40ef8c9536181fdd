using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Reporting.Benchmarks.Engine;

/// <summary>The local host as a process of its own, on an account that is there already.</summary>
internal sealed partial class LocalHostProcess : IAsyncDisposable
{
    private readonly Process _process;
    private int _slices;

    private LocalHostProcess(Process process) => _process = process;

    /// <summary>Speaks to it as an administrator.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Slices that it began to run.</summary>
    public int Slices => Volatile.Read(ref _slices);

    /// <summary>Processor time that it has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<LocalHostProcess> StartAsync(string connectionString, string home, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Reporting.Local.dll"), "--urls", "http://127.0.0.1:0", "--allow-development-sign-in"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        start.Environment["HOME"] = home;
        start.Environment["ReportingStorage"] = connectionString;
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Logging__LogLevel__DurableTask.Core"] = "Information"; // Tells which host runs which activity.
        foreach ((string name, string value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var host = new LocalHostProcess(Process.Start(start)!);
        while (await host._process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Listens().Match(line) is { Success: true } listens)
            {
                _ = host.ReadAsync();
                host.Client = new HttpClient { BaseAddress = new Uri(listens.Groups[1].Value), Timeout = TimeSpan.FromMinutes(5) };
                host.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await ReadTokenAsync(home));
                return host;
            }
        }

        throw new InvalidOperationException("The local host did not start: " + await host._process.StandardError.ReadToEndAsync());
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
        Client?.Dispose();
    }

    // The host itself prints a token to a terminal only.
    private static async Task<string> ReadTokenAsync(string home)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Reporting.Local.dll"), "token"]) { RedirectStandardOutput = true };
        start.Environment["HOME"] = home;
        using Process process = Process.Start(start)!;
        string token = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return token.Trim();
    }

    private async Task ReadAsync()
    {
        _ = _process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("Starting task activity [ExportSlice", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _slices);
            }
        }
    }

    [GeneratedRegex(@"Reporting listens on (\S+) ", RegexOptions.None, 1000)]
    private static partial Regex Listens();
}
