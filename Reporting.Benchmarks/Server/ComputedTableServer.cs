using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Reporting.Benchmarks.Server;

/// <summary>
/// An account for measuring: tables of a computed log with a settable latency and the service's caps, so that what is measured is the reader and not an
/// emulator that looks through its whole table for each page; other tables in memory; and a blob service that counts the bytes of blocks and throws
/// them away.
/// </summary>
internal sealed class ComputedTableServer
{
    /// <summary>First segment of the addresses of tables.</summary>
    public const string TableAccount = "benchmark";

    /// <summary>First segment of the addresses of blobs.</summary>
    public const string BlobAccount = "blobs";

    private readonly TableServerOptions _options;
    private readonly TimeProvider _time;
    private readonly ComputedPages _pages;
    private readonly EntityStore _entities;
    private readonly BlobSink _blobs = new();

    public ComputedTableServer(TableServerOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        var limits = new AccountLimits(options, time);
        _pages = new ComputedPages(options.Log, limits);
        _entities = new EntityStore(options.Log, limits);
    }

    /// <summary>Serves until standard input ends; says where it listens on standard output.</summary>
    public static async Task RunAsync(TableServerOptions options)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        await using WebApplication application = builder.Build();
        application.Run(new ComputedTableServer(options, TimeProvider.System).RespondAsync);
        await application.StartAsync();
        Console.WriteLine(application.Urls.First());
        while (await Console.In.ReadLineAsync() is not null)
        {
        }

        await application.StopAsync();
    }

    private async Task RespondAsync(HttpContext context)
    {
        string[] path = (context.Request.Path.Value ?? "").TrimStart('/').Split('/', 2);
        string rest = path.Length > 1 ? path[1] : "";
        if (string.Equals(path[0], BlobAccount, StringComparison.Ordinal))
        {
            await _blobs.RespondAsync(context, rest);
            return;
        }

        if (_options.LatencyMilliseconds > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_options.LatencyMilliseconds), _time, context.RequestAborted);
        }

        if (HttpMethods.IsGet(context.Request.Method) && _pages.Has(rest))
        {
            await _pages.RespondAsync(context);
        }
        else
        {
            await _entities.RespondAsync(context, rest);
        }
    }

    /// <summary>Answers that the service is busy, and when to come again; in the status line, too, as the service has it (Storage services, common REST API error codes).</summary>
    public static Task AnswerBusyAsync(HttpContext context, UsedUp usedUp)
    {
        string message = usedUp == UsedUp.Account ? "Operations per second is over the account limit." : "The server is currently unable to receive requests. Please retry your request.";
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = message;
        context.Response.Headers.RetryAfter = "1";
        return AnswerErrorAsync(context, "ServerBusy", message);
    }

    /// <summary>Writes an error as the table service does.</summary>
    public static Task AnswerErrorAsync(HttpContext context, string code, string message)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(
            string.Create(CultureInfo.InvariantCulture, $"{{\"odata.error\":{{\"code\":\"{code}\",\"message\":{{\"lang\":\"en-US\",\"value\":\"{message}\"}}}}}}"), context.RequestAborted);
    }
}
