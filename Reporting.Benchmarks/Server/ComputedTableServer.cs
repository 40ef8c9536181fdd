using Azure.Data.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Reporting.Activity.Keys;
using Reporting.Activity.Records;
using Reporting.Benchmarks.Data;
using Reporting.Composition;
using Reporting.Storage;
using Reporting.Tests.Storage.Memory;

namespace Reporting.Benchmarks.Server;

/// <summary>
/// An account for measuring, so that what is measured is the reader and not an emulator that scans its whole table for each page: a table of a computed log, with a
/// settable latency and the service's caps; all other tables in memory, as the tests have them; and a blob service that counts the bytes of blocks and drops them.
/// </summary>
internal sealed class ComputedTableServer
{
    private const string TableAccount = "benchmark";
    private const string BlobAccount = "blobs";
    private const int MaxBatchBytes = 4 << 20;

    private readonly TableServerOptions _options;
    private readonly TimeProvider _time;
    private readonly AccountLimits _limits;
    private readonly ComputedPages _pages;
    private readonly MemoryTables _tables;
    private readonly BlobSink _blobs = new();

    private ComputedTableServer(TableServerOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _limits = new AccountLimits(options, time);
        _pages = new ComputedPages(options.Log, _limits);
        _tables = new MemoryTables(time);
    }

    /// <summary>The connection string of a server that listens at an address.</summary>
    public static string ConnectionString(string address) =>
        $"DefaultEndpointsProtocol=http;AccountName={TableAccount};AccountKey=a2V5;TableEndpoint={address}/{TableAccount};BlobEndpoint={address}/{BlobAccount};";

    /// <summary>Serves until standard input ends; writes its address to standard output.</summary>
    public static async Task RunAsync(TableServerOptions options)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        await using WebApplication application = builder.Build();
        application.Run(new ComputedTableServer(options, TimeProvider.System).RespondAsync);
        await application.StartAsync();
        await FillAsync(ReportingStorageFactory.Create(ConnectionString(application.Urls.First())), options.Log);
        Console.WriteLine(application.Urls.First());
        while (await Console.In.ReadLineAsync() is not null)
        {
        }

        await application.StopAsync();
    }

    /// <summary>
    /// Responds that the service is busy, and when to try again; also in the status line, as the service does (Storage services, common REST API error codes).
    /// </summary>
    public static Task RespondBusyAsync(HttpContext context, UsedUp usedUp)
    {
        string message = usedUp == UsedUp.Account
            ? "Operations per second is over the account limit."
            : "The server is currently unable to receive requests. Please retry your request.";
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = message;
        context.Response.Headers.RetryAfter = "1";
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(TableJson.Error("ServerBusy", message), context.RequestAborted).AsTask();
    }

    // What the log's writer would have written beside its rows: the number of buckets, and the counts that exports are planned by.
    private static async Task FillAsync(ReportingStorage storage, BenchmarkLog log)
    {
        await StorageSetup.CreateAsync(storage);
        if (log.Buckets > 1)
        {
            var buckets = new TableEntity("buckets", ActivityKeys.Hour(BenchmarkLog.Start)) { ["count"] = log.Buckets };
            await storage.Tables.GetTableClient(StorageNames.Settings).AddEntityAsync(buckets);
        }

        TableClient counts = storage.Tables.GetTableClient(StorageNames.HourCounts);
        foreach (TableEntity[] days in HourCountRows.Of(log).Chunk(TableBatch.MaxOperations))
        {
            await counts.SubmitTransactionAsync(days.Select(day => new TableTransactionAction(TableTransactionActionType.Add, day)));
        }
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
        else if (rest is not "$batch" || !await TryDropAsync(context))
        {
            await _tables.HandleAsync(context);
        }
    }

    // Audit events written beside an export count against the caps and are dropped: nothing reads them, and minutes of them would fill the memory.
    private async Task<bool> TryDropAsync(HttpContext context)
    {
        context.Request.EnableBuffering(MaxBatchBytes);
        IReadOnlyList<TableOperation> operations = await TableBatch.ReadAsync(context.Request, context.Request.Body);
        context.Request.Body.Position = 0;
        if (!string.Equals(operations[0].Table, AuditEvents.Table.Name, StringComparison.Ordinal))
        {
            return false;
        }

        UsedUp usedUp = _limits.TryTake("written " + operations[0].PartitionKey, operations.Count);
        await (usedUp is UsedUp.Nothing
            ? TableBatch.RespondDoneAsync(context, operations.Select(operation => TableRow.At(operation.PartitionKey, operation.RowKey)))
            : RespondBusyAsync(context, usedUp));
        return true;
    }
}
