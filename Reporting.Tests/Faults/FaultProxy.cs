using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Reporting.Tests.Faults;

/// <summary>
/// Stands between the service and Azurite: sends every request on as it came, byte for byte (signatures stay good), unless a rule
/// gives it to a fault. Its ports stand for the blob, the table and the queue service.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = 256, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30) });
    private readonly CancellationTokenSource _cut = new();
    private readonly ConcurrentBag<Task> _later = [];
    private readonly WebApplication _application;
    private readonly Dictionary<string, string> _account;
    private ImmutableList<FaultRule> _rules = [];
    private int _requests;

    private FaultProxy(string connectionString)
    {
        _account = connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0", "http://127.0.0.1:0", "http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestBodySize = null);
        _application = builder.Build();
        _application.Run(HandleAsync);
    }

    /// <summary>Requests so far.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>The account's connection string with the proxy's addresses in it.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>Hears of each request as it comes, before anything becomes of it.</summary>
    public Action<StorageRequest> Seen { get; set; } = _ => { };

    /// <summary>Hears of each request that has been carried out and of the status it was answered with, before the caller does.</summary>
    public Action<StorageRequest, int> Carried { get; set; } = (_, _) => { };

    /// <summary>The service that gets a request in Azurite's place, or null: for large tables, which Azurite scans whole for each page.</summary>
    public Func<StorageRequest, Uri?> Reroute { get; set; } = _ => null;

    private IReadOnlyList<int> Ports { get; set; } = [];

    /// <summary>Starts a proxy before an account.</summary>
    public static async Task<FaultProxy> StartAsync(string connectionString, CancellationToken cancellationToken)
    {
        var proxy = new FaultProxy(connectionString);
        await proxy._application.StartAsync(cancellationToken);
        int[] ports = [.. proxy._application.Urls.Select(url => new Uri(url).Port)];
        proxy.Ports = ports;
        string name = proxy._account["AccountName"];
        proxy.ConnectionString = string.Create(CultureInfo.InvariantCulture, $"DefaultEndpointsProtocol=http;AccountName={name};AccountKey={proxy._account["AccountKey"]};BlobEndpoint=http://127.0.0.1:{ports[0]}/{name};TableEndpoint=http://127.0.0.1:{ports[1]}/{name};QueueEndpoint=http://127.0.0.1:{ports[2]}/{name};");
        return proxy;
    }

    /// <summary>Gives requests to a fault; of several rules the first that takes a request counts.</summary>
    public void Add(Func<StorageRequest, bool> matches, Fault fault, int times = int.MaxValue) =>
        ImmutableInterlocked.Update(ref _rules, (rules, rule) => rules.Add(rule), new FaultRule(matches, fault, times));

    /// <summary>Holds requests before they are carried out.</summary>
    public HoldPoint HoldBefore(Func<StorageRequest, bool> matches)
    {
        var point = new HoldPoint();
        Add(matches, point.Before);
        return point;
    }

    /// <summary>Holds the answers of requests that have been carried out.</summary>
    public HoldPoint HoldAfter(Func<StorageRequest, bool> matches)
    {
        var point = new HoldPoint();
        Add(matches, point.After);
        return point;
    }

    /// <summary>Forgets all rules: everything goes through.</summary>
    public void Clear() => ImmutableInterlocked.Update(ref _rules, _ => []);

    /// <summary>
    /// Cuts every connection and takes none from now on: to storage, the client of this proxy is dead. What was on its way to storage is
    /// still carried out.
    /// </summary>
    public void Cut() => _cut.Cancel();

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_later);
        await _application.DisposeAsync();
        _client.Dispose();
        _cut.Dispose();
    }

    internal async Task<HttpResponseMessage> SendAsync(StorageRequest request)
    {
        HttpResponseMessage response = await _client.SendAsync(MessageOf(request), CancellationToken.None);
        Carried(request, (int)response.StatusCode);
        return response;
    }

    internal void SendLater(StorageRequest request, TimeSpan delay) => _later.Add(Task.Run(async () =>
    {
        await Task.Delay(delay, TimeProvider.System, CancellationToken.None);
        using (await SendAsync(request))
        {
        }
    }));

    private async Task HandleAsync(HttpContext context)
    {
        await using CancellationTokenRegistration cutting = _cut.Token.Register(context.Abort);
        if (_cut.IsCancellationRequested)
        {
            return;
        }

        try
        {
            StorageRequest request = await ReadAsync(context, context.Connection.LocalPort == Ports[0] ? "blob" : context.Connection.LocalPort == Ports[1] ? "table" : "queue");
            Seen(request);
            var exchange = new FaultExchange(context, request, this, context.RequestAborted);
            FaultRule? rule = _rules.Find(rule => rule.Takes(request));
            await (rule is null ? exchange.ForwardAsync() : rule.Fault(exchange));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone.
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or BadHttpRequestException)
        {
            context.Abort();
        }
    }

    private async Task<StorageRequest> ReadAsync(HttpContext context, string service)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        string account = "/" + _account["AccountName"];
        return new StorageRequest(
            Interlocked.Increment(ref _requests), service, context.Request.Method, target,
            target.StartsWith(account, StringComparison.Ordinal) ? target[account.Length..] : target,
            [.. context.Request.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToArray()))], body.ToArray());
    }

    private HttpRequestMessage MessageOf(StorageRequest request)
    {
        Uri service = Reroute(request) ?? new Uri(_account[request.Service switch { "blob" => "BlobEndpoint", "table" => "TableEndpoint", _ => "QueueEndpoint" }]);
        var asSent = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(service.GetLeftPart(UriPartial.Authority) + request.RawTarget, asSent));
        if (request.HasLength)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
        }

        foreach ((string name, string?[] values) in request.Headers)
        {
            if (name is not ("Host" or "Connection" or "Content-Length" or "Transfer-Encoding" or "Expect") && !message.Headers.TryAddWithoutValidation(name, values))
            {
                message.Content ??= new ReadOnlyMemoryContent(request.Body);
                message.Content.Headers.TryAddWithoutValidation(name, values);
            }
        }

        return message;
    }
}
