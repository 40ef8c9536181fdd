namespace Reporting.Tests.WholeSystem.Soak;

/// <summary>A host that is killed every now and then, and started again.</summary>
internal sealed class KilledHost(Func<Task<HostProcess>> start) : IAsyncDisposable
{
    private HostProcess? _host;
    private volatile HttpClient? _client;

    /// <summary>How often it was killed.</summary>
    public int Deaths { get; private set; }

    /// <summary>Speaks to the one that lives, or to the one that has just died.</summary>
    public HttpClient Client => _client!;

    public async Task StartAsync()
    {
        _host = await start();
        _client = SoakTests.ClientOf(_host);
    }

    /// <summary>Kills it every 10 to 30 seconds.</summary>
    public async Task KillRepeatedlyAsync(CancellationToken stop)
    {
        var random = new Random(Deaths);
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(random.Next(10, 30)), TimeProvider.System, stop);
                await _host!.KillAsync();
                Deaths++;
                await _host.DisposeAsync();
                await StartAsync();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The soak is over.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }
}
