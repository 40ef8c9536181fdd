using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Reporting.Tests.Storage.Memory;

/// <summary>
/// The table service of one account, in this process and in memory, for tests at rates that Azurite does not take: that is one thread, and
/// looks through the whole table for each page. As much of the REST protocol as is used here, over HTTP; what it does not know it
/// answers with 501 and keeps in <see cref="Unknown"/>. It checks no signatures. That it answers as Azurite does is tested.
/// </summary>
internal sealed class MemoryTableService : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly TableRequests _requests;
    private readonly ConcurrentQueue<string> _unknown = [];

    private MemoryTableService(TimeProvider time, int maxScanned)
    {
        _requests = new TableRequests(time, maxScanned);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.Run(HandleAsync);
    }

    /// <summary>The account's connection string with this table service in it.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>What it was asked for and does not know.</summary>
    public IReadOnlyCollection<string> Unknown => _unknown;

    /// <summary>Starts a table service for an account whose blobs stay where they are.</summary>
    /// <param name="connectionString">The account.</param>
    /// <param name="time">The service's clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="maxScanned">How many rows it looks through for one page, then answering what it has found, perhaps nothing, and a continuation, as the real service does.</param>
    public static async Task<MemoryTableService> StartAsync(string connectionString, TimeProvider time, CancellationToken cancellationToken, int maxScanned = int.MaxValue)
    {
        var service = new MemoryTableService(time, maxScanned);
        await service._application.StartAsync(cancellationToken);
        string[] parts = connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries);
        string name = parts.Single(part => part.StartsWith("AccountName=", StringComparison.Ordinal))["AccountName=".Length..];
        string others = string.Join(';', parts.Where(part => !part.StartsWith("TableEndpoint=", StringComparison.Ordinal)));
        service.ConnectionString = $"{others};TableEndpoint={service._application.Urls.Single()}/{name};";
        return service;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers["x-ms-request-id"] = Guid.NewGuid().ToString();
        context.Response.Headers["x-ms-version"] = context.Request.Headers["x-ms-version"];
        context.Response.Headers.CacheControl = "no-cache";
        if (context.Request.Headers.TryGetValue("x-ms-client-request-id", out var client))
        {
            context.Response.Headers["x-ms-client-request-id"] = client;
        }

        try
        {
            await _requests.RespondAsync(context);
        }
        catch (TableServiceException refusal)
        {
            await AnswerErrorAsync(context, refusal.Status, refusal.Code, refusal.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone.
        }
        catch (Exception exception) when (exception is not IOException)
        {
            string what = string.Create(CultureInfo.InvariantCulture, $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}: {exception.GetType().Name} {exception.Message}");
            _unknown.Enqueue(what);
            await AnswerErrorAsync(context, StatusCodes.Status501NotImplemented, "NotImplemented", what);
        }
    }

    private async Task AnswerErrorAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        context.Response.Headers["x-ms-error-code"] = code;
        context.Response.ContentType = new TableJson(true).ContentType;
        await context.Response.Body.WriteAsync(TableJson.Error(code, message + _requests.Trace(context)), context.RequestAborted);
    }
}
