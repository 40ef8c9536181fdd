using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Reporting.Benchmarks.Data;

namespace Reporting.Benchmarks.Server;

/// <summary>
/// Responds to queries over the computed log, a page at a time. Its rows are generated from their number when they are read, so a log of millions costs no memory
/// and a page costs about as much as copying it: tables that are stored, as in <see cref="Reporting.Tests.Storage.Memory.MemoryTables"/>, could not do that.
/// </summary>
internal sealed class ComputedPages(BenchmarkLog log, AccountLimits limits)
{
    private readonly ConcurrentDictionary<string, EntityTemplate> _templates = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<ArrayBufferWriter<byte>> _buffers = [];

    /// <summary>Whether this is a query over the log's table.</summary>
    public bool Has(string path) => path.StartsWith(log.Table.Name + "(", StringComparison.Ordinal);

    public async Task RespondAsync(HttpContext context)
    {
        var query = ComputedQuery.Parse(context.Request.Query, log);
        int count = (int)Math.Clamp((query.End - query.First + query.Step - 1) / query.Step, 0, query.Top);
        if (count > 0 && limits.TryTake(log.PartitionOf(query.First), count) is not UsedUp.Nothing and var usedUp)
        {
            await ComputedTableServer.RespondBusyAsync(context, usedUp);
            return;
        }

        long next = query.First + ((long)count * query.Step);
        if (next < query.End)
        {
            context.Response.Headers["x-ms-continuation-NextPartitionKey"] = log.PartitionOf(next);
            context.Response.Headers["x-ms-continuation-NextRowKey"] = log.KeyOf(next);
        }

        context.Response.ContentType = "application/json;odata=minimalmetadata;streaming=true;charset=utf-8";
        EntityTemplate template = _templates.GetOrAdd(query.Select, select => new EntityTemplate(
            log, select.Length == 0 ? ["PartitionKey", "RowKey", .. log.Table.Columns.Select(column => column.Name)] : select.Split(',')));
        ArrayBufferWriter<byte> page = _buffers.TryTake(out ArrayBufferWriter<byte>? used) ? used : new ArrayBufferWriter<byte>(1 << 20);
        template.WritePage(query.First, count, query.Step, page);
        await context.Response.Body.WriteAsync(page.WrittenMemory, context.RequestAborted);
        page.ResetWrittenCount();
        _buffers.Add(page);
    }
}
