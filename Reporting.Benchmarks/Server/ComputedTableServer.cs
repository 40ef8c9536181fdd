using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Reporting.Activity;
using Reporting.Activity.Keys;
using Reporting.Benchmarks.Data;

namespace Reporting.Benchmarks.Server;

/// <summary>
/// Answers table queries from a computed log, with a settable latency and the service's caps, so that what is measured is the reader and not an emulator that
/// looks through its whole table for each page.
/// </summary>
internal sealed class ComputedTableServer(TableServerOptions options, TimeProvider time)
{
    private readonly BenchmarkLog _log = new(ActivityTable.RecipeRuns, options.Rows, options.RowsPerHour, options.Buckets);
    private readonly ConcurrentDictionary<string, EntityTemplate> _templates = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, EntityRate> _partitions = new(StringComparer.Ordinal);
    private readonly EntityRate _account = new(options.AccountCap, time);

    /// <summary>Serves until standard input ends; says where it listens on standard output.</summary>
    public static async Task RunAsync(TableServerOptions options)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication application = builder.Build();
        application.Run(new ComputedTableServer(options, TimeProvider.System).AnswerAsync);
        await application.StartAsync();
        Console.WriteLine(application.Urls.First());
        while (await Console.In.ReadLineAsync() is not null)
        {
        }

        await application.StopAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "";
        if (options.LatencyMilliseconds > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(options.LatencyMilliseconds), time, context.RequestAborted);
        }

        context.Response.ContentType = "application/json;odata=minimalmetadata;streaming=true;charset=utf-8";
        if (!path.Contains(_log.Table.Name, StringComparison.Ordinal))
        {
            await context.Response.WriteAsync(path.Contains("/settings", StringComparison.Ordinal) ? Settings() : "{\"value\":[]}", context.RequestAborted);
            return;
        }

        TableQuery query = TableQuery.Parse(context.Request.Query, _log);
        int count = (int)Math.Clamp((query.End - query.First + query.Step - 1) / query.Step, 0, query.Top);
        if (!Take(query, count))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsync("{\"odata.error\":{\"code\":\"ServerBusy\",\"message\":{\"lang\":\"en-US\",\"value\":\"The server is busy.\"}}}", context.RequestAborted);
            return;
        }

        long next = query.First + ((long)count * query.Step);
        if (next < query.End)
        {
            context.Response.Headers["x-ms-continuation-NextPartitionKey"] = _log.PartitionOf(next);
            context.Response.Headers["x-ms-continuation-NextRowKey"] = _log.KeyOf(next);
        }

        EntityTemplate template = _templates.GetOrAdd(query.Select, select => new EntityTemplate(_log, select.Length == 0 ? ["PartitionKey", "RowKey", .. _log.Table.Columns.Select(column => column.Name)] : select.Split(',')));
        var body = context.Response.BodyWriter;
        body.Write("{\"odata.metadata\":\"http://account/$metadata#table\",\"value\":["u8);
        for (int row = 0; row < count; row++)
        {
            if (row > 0)
            {
                body.Write(","u8);
            }

            template.Write(query.First + ((long)row * query.Step), body);
        }

        body.Write("]}"u8);
        await body.FlushAsync(context.RequestAborted);
    }

    private bool Take(TableQuery query, int count) =>
        count == 0
        || (_partitions.GetOrAdd(_log.PartitionOf(query.First), _ => new EntityRate(options.PartitionCap, time)).TryTake(count) && _account.TryTake(count));

    private string Settings() => options.Buckets == 1
        ? "{\"value\":[]}"
        : string.Create(CultureInfo.InvariantCulture, $"{{\"value\":[{{\"PartitionKey\":\"buckets\",\"RowKey\":\"{ActivityKeys.Hour(BenchmarkLog.Start)}\",\"count\":{options.Buckets}}}]}}");
}
