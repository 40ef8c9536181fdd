using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Reporting.Access;
using Reporting.Local.Azurite;
using Reporting.Local.Client;

namespace Reporting.Tests.WholeSystem;

/// <summary>The real host as a process of its own, to be killed.</summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly string? _data;

    private HostProcess(Process process, string? data)
    {
        _process = process;
        _data = data;
    }

    public Uri Address { get; private set; } = new("about:blank");

    public string Token { get; private set; } = "";

    public int Id => _process.Id;

    /// <summary>What it wrote so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Starts the host and waits until it listens.</summary>
    /// <param name="home">Folder that stands for the user's own; keys are made there.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="settings">Settings, given by the environment.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <param name="folder">Folder of the program; null for the one that was built with the tests.</param>
    public static async Task<HostProcess> StartAsync(string home, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken, string? folder = null)
    {
        HostProcess host = Launch(home, arguments, settings, folder);
        try
        {
            host.Address = new Uri((await host.WaitForAsync(Listens(), cancellationToken)).Groups[1].Value);
            host.Token = TokenOf(home, settings);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the program without waiting for anything.</summary>
    public static HostProcess Launch(string home, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> settings, string? folder = null)
    {
        // A test run in the background of a shell ignores SIGINT (POSIX, shell command language, section 2.11), and so would its children.
        string[] program = OperatingSystem.IsLinux() ? ["/usr/bin/env", "--default-signal=INT,QUIT,HUP", "dotnet"] : ["dotnet"];
        var start = new ProcessStartInfo(program[0], program[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.ArgumentList.Add(Path.Combine(folder ?? AppContext.BaseDirectory, "Reporting.Local.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["HOME"] = home;
        start.Environment.Remove("ReportingStorage");
        foreach ((string name, string value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var host = new HostProcess(Process.Start(start)!, arguments.SkipWhile(argument => argument is not "--data").Skip(1).FirstOrDefault());
        host._process.OutputDataReceived += (_, line) => host.Note(line.Data);
        host._process.ErrorDataReceived += (_, line) => host.Note(line.Data);
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        return host;
    }

    public ReportingClient Client() => new(Address, Token, TimeProvider.System);

    /// <summary>Waits until its output matches.</summary>
    public async Task<Match> WaitForAsync(Regex pattern, CancellationToken cancellationToken)
    {
        while (true)
        {
            bool ended = _process.HasExited;
            if (pattern.Match(Said) is { Success: true } match)
            {
                return match;
            }

            Assert.False(ended, "The host ended early: " + Said);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Ends it as <c>kill -9</c> does: it gets no chance to do anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, as Ctrl-C or a service manager does, and returns its exit code.</summary>
    public async Task<int> TerminateAsync(string signal, CancellationToken cancellationToken)
    {
        using Process kill = Process.Start("kill", ["-s", signal, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
        return await WaitForExitAsync(cancellationToken);
    }

    /// <summary>Waits for its end and returns its exit code.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
            await WaitForItsAzuriteAsync();
        }

        _process.Dispose();
    }

    // As the command token does it, without a process for it: the key is in the user's folder.
    private static string TokenOf(string home, IReadOnlyDictionary<string, string> settings)
    {
        var access = new AccessOptions();
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build().GetSection("Access").Bind(access);
        using var issuer = new DevelopmentIssuer(Options.Create(new DevelopmentSignInOptions { KeyFolder = Path.Combine(home, ".reporting") }), Options.Create(access), TimeProvider.System);
        return issuer.IssueAdminToken();
    }

    /// <summary>The Azurite of a killed host still saves its data: a test that deletes the folder meanwhile finds it not empty.</summary>
    private async Task WaitForItsAzuriteAsync()
    {
        if (_data is not null)
        {
            using AzuriteDataFolder folder = AzuriteDataFolder.Take(_data);
            await folder.WaitForFormerAzuriteAsync(_ => { }, CancellationToken.None);
        }
    }

    private void Note(string? line)
    {
        lock (_said)
        {
            _said.Append(line).Append('\n');
        }
    }

    [GeneratedRegex(@"Reporting listens on (\S+) ", RegexOptions.None, 1000)]
    private static partial Regex Listens();
}
