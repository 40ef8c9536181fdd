using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Reporting.Activity.Keys;
using Reporting.Benchmarks.Data;
using Reporting.Storage;

namespace Reporting.Benchmarks.Server;

/// <summary>
/// The account's other tables, in memory: as much of the Table service as an export's own rows need (insert, replace, merge, delete, get, the rows of a
/// partition, ETags). Rows written in a batch are counted against the account's caps and not kept.
/// </summary>
internal sealed partial class EntityStore(BenchmarkLog log, AccountLimits limits)
{
    private readonly ConcurrentDictionary<string, SortedDictionary<string, JsonObject>> _tables = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private long _version;

    public async Task RespondAsync(HttpContext context, string path)
    {
        HttpRequest request = context.Request;
        if (path.StartsWith("Tables", StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else if (path.StartsWith("$batch", StringComparison.Ordinal))
        {
            await AnswerBatchAsync(context);
        }
        else if (Address().Match(path) is { Success: true } entity)
        {
            await AnswerEntityAsync(context, Table(entity.Groups["table"].Value), KeyOf(Unquote(entity.Groups["partition"].Value), Unquote(entity.Groups["row"].Value)));
        }
        else if (HttpMethods.IsPost(request.Method))
        {
            JsonObject row = await ReadAsync(context);
            Put(context, Table(path.Split('(')[0]), KeyOf((string)row["PartitionKey"]!, (string)row["RowKey"]!), row, found => found is null ? StatusCodes.Status204NoContent : StatusCodes.Status409Conflict);
        }
        else
        {
            await AnswerQueryAsync(context, path.Split('(')[0]);
        }
    }

    private async Task AnswerEntityAsync(HttpContext context, SortedDictionary<string, JsonObject> table, string key)
    {
        string? condition = context.Request.Headers.IfMatch.Count == 0 ? null : context.Request.Headers.IfMatch.ToString();
        if (HttpMethods.IsGet(context.Request.Method))
        {
            string? json;
            lock (_lock)
            {
                json = table.GetValueOrDefault(key)?.ToJsonString();
            }

            await AnswerJsonAsync(context, json);
            return;
        }

        JsonObject? row = HttpMethods.IsDelete(context.Request.Method) ? null : await ReadAsync(context);
        bool merge = row is not null && !HttpMethods.IsPut(context.Request.Method);
        Put(context, table, key, row, found =>
        {
            if (found is null)
            {
                return condition is null ? StatusCodes.Status204NoContent : StatusCodes.Status404NotFound;
            }

            if (merge)
            {
                foreach ((string name, JsonNode? value) in found)
                {
                    row!.TryAdd(name, value?.DeepClone());
                }
            }

            bool matches = condition is null or "*" || string.Equals(condition, (string?)found["odata.etag"], StringComparison.Ordinal);
            return matches ? StatusCodes.Status204NoContent : StatusCodes.Status412PreconditionFailed;
        });
    }

    private void Put(HttpContext context, SortedDictionary<string, JsonObject> table, string key, JsonObject? row, Func<JsonObject?, int> judge)
    {
        lock (_lock)
        {
            int status = judge(table.GetValueOrDefault(key));
            context.Response.StatusCode = status;
            if (status != StatusCodes.Status204NoContent)
            {
                return;
            }

            if (row is null)
            {
                table.Remove(key);
                return;
            }

            string etag = string.Create(CultureInfo.InvariantCulture, $"W/\"{++_version}\"");
            (string partition, string rowKey) = (key.Split('\n')[0], key.Split('\n')[1]);
            row["odata.etag"] = etag;
            row["PartitionKey"] = partition;
            row["RowKey"] = rowKey;
            table[key] = row;
            context.Response.Headers.ETag = etag;
        }
    }

    private Task AnswerQueryAsync(HttpContext context, string name)
    {
        string filter = context.Request.Query["$filter"].ToString();
        string[] rows = [];
        if (string.Equals(name, StorageNames.HourCounts, StringComparison.Ordinal))
        {
            rows = [.. HourCountRows.Of(log)];
        }
        else if (string.Equals(name, StorageNames.Settings, StringComparison.Ordinal) && filter.Contains("'buckets'", StringComparison.Ordinal))
        {
            rows = log.Buckets == 1 ? [] : [string.Create(CultureInfo.InvariantCulture, $"{{\"PartitionKey\":\"buckets\",\"RowKey\":\"{ActivityKeys.Hour(BenchmarkLog.Start)}\",\"count\":{log.Buckets}}}")];
        }
        else if (Partition().Match(filter) is { Success: true } match)
        {
            string from = KeyOf(Unquote(match.Groups["value"].Value), "");
            lock (_lock)
            {
                rows = [.. Table(name).Where(row => row.Key.StartsWith(from, StringComparison.Ordinal)).Select(row => row.Value.ToJsonString())];
            }
        }

        return AnswerJsonAsync(context, $"{{\"value\":[{string.Join(',', rows)}]}}");
    }

    private async Task AnswerBatchAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        string body = await reader.ReadToEndAsync(context.RequestAborted);
        int count = Operation().Count(body);
        if (limits.TryTake("written " + PartitionInBody().Match(body).Groups["value"].Value, count) is not UsedUp.Nothing and var usedUp)
        {
            await ComputedTableServer.AnswerBusyAsync(context, usedUp);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.ContentType = "multipart/mixed; boundary=batchresponse_1";
        string part = "--changesetresponse_1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 204 No Content\r\nETag: W/\"1\"\r\n\r\n\r\n";
        string answer = "--batchresponse_1\r\nContent-Type: multipart/mixed; boundary=changesetresponse_1\r\n\r\n"
            + string.Concat(Enumerable.Repeat(part, count)) + "--changesetresponse_1--\r\n--batchresponse_1--\r\n";
        await context.Response.WriteAsync(answer, context.RequestAborted);
    }

    private static async Task AnswerJsonAsync(HttpContext context, string? json)
    {
        if (json is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await ComputedTableServer.AnswerErrorAsync(context, "ResourceNotFound", "There is no such row.");
            return;
        }

        context.Response.ContentType = "application/json;odata=minimalmetadata";
        await context.Response.WriteAsync(json, context.RequestAborted);
    }

    private static async Task<JsonObject> ReadAsync(HttpContext context) => (JsonObject)(await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;

    private SortedDictionary<string, JsonObject> Table(string name) => _tables.GetOrAdd(name, _ => new SortedDictionary<string, JsonObject>(StringComparer.Ordinal));

    private static string KeyOf(string partition, string row) => partition + "\n" + row;

    private static string Unquote(string text) => text.Replace("''", "'", StringComparison.Ordinal);

    [GeneratedRegex("^(?<table>[A-Za-z0-9]+)\\(PartitionKey='(?<partition>.*)',\\s?RowKey='(?<row>.*)'\\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();

    [GeneratedRegex("PartitionKey eq '(?<value>[^']*)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Partition();

    [GeneratedRegex("\"PartitionKey\":\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PartitionInBody();

    [GeneratedRegex("^(POST|PUT|PATCH|MERGE|DELETE) http", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Operation();
}
