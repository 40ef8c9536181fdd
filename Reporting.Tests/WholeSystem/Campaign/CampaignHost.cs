using Reporting.Local.CommandLine;
using Reporting.Local.Hosting;
using Reporting.Tests.Faults;

namespace Reporting.Tests.WholeSystem.Campaign;

/// <summary>
/// A host from its start to its death, behind a proxy of its own: in this process, killed by cutting it off from storage at once, or a
/// process of its own, killed by <c>kill -9</c>.
/// </summary>
internal sealed class CampaignHost : IAsyncDisposable
{
    private readonly LocalHost? _host;
    private readonly HostProcess? _process;

    private CampaignHost(FaultProxy proxy, FaultProxy hub, LocalHost? host, HostProcess? process)
    {
        (Proxy, Hub, _host, _process) = (proxy, hub, host, process);
        Client = new HttpClient { BaseAddress = host?.Address ?? process!.Address, Timeout = TimeSpan.FromMinutes(5) };
        Client.DefaultRequestHeaders.Authorization = new("Bearer", host?.AdminToken ?? process!.Token);
    }

    /// <summary>What stands between this life and the product's storage.</summary>
    public FaultProxy Proxy { get; }

    /// <summary>What stands between this life and its task hub, on the same account.</summary>
    public FaultProxy Hub { get; }

    /// <summary>Speaks to the host as an administrator.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts a host; <paramref name="prepare"/> sets its proxies up before.</summary>
    /// <exception cref="UserErrorException">The host found its storage unusable and ended.</exception>
    public static async Task<CampaignHost> StartAsync(
        string account, string folder, IReadOnlyDictionary<string, string> settings, bool ownProcess, Action<FaultProxy, FaultProxy> prepare, CancellationToken cancellationToken)
    {
        FaultProxy proxy = await FaultProxy.StartAsync(account, cancellationToken);
        FaultProxy hub = await FaultProxy.StartAsync(account, cancellationToken);
        try
        {
            prepare(proxy, hub);
            return await StartAsync(proxy, hub, folder, settings, ownProcess, cancellationToken);
        }
        catch
        {
            await proxy.DisposeAsync();
            await hub.DisposeAsync();
            throw;
        }
    }

    private static async Task<CampaignHost> StartAsync(
        FaultProxy proxy, FaultProxy hub, string folder, IReadOnlyDictionary<string, string> settings, bool ownProcess, CancellationToken cancellationToken)
    {
        var all = new Dictionary<string, string>(settings, StringComparer.Ordinal)
        {
            ["ReportingStorage"] = proxy.ConnectionString,
            ["TaskHubStorage"] = hub.ConnectionString,
        };
        all.TryAdd("Logging:LogLevel:Default", "None");
        if (ownProcess)
        {
            return new CampaignHost(proxy, hub, null, await HostProcess.StartAsync(folder, ["--urls", "http://127.0.0.1:0", "--allow-development-sign-in"], all, cancellationToken));
        }

        var local = new LocalSettings
        {
            Urls = "http://127.0.0.1:0", AllowDevelopmentSignIn = true, KeyFolder = folder, Overrides = all.ToDictionary(setting => setting.Key, setting => (string?)setting.Value, StringComparer.Ordinal),
        };
        return new CampaignHost(proxy, hub, await LocalHost.StartAsync(local, _ => { }, cancellationToken), null);
    }

    /// <summary>Kills it: from storage's side nothing of it is left. What remains of a host in this process ends beside us.</summary>
    public async Task<Task> KillAsync()
    {
        Proxy.Cut();
        Hub.Cut();
        if (_process is not null)
        {
            await _process.KillAsync();
        }

        return DisposeAsync().AsTask();
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        await Proxy.DisposeAsync();
        await Hub.DisposeAsync();
        Client.Dispose();
    }
}
