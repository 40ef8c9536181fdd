using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Reporting.Tests.Storage.Memory;

/// <summary>
/// The tables of one account in memory, behind as much of the REST protocol as the product uses. Requests that are not implemented get 501 and are listed in
/// <see cref="Unknown"/>; signatures are not checked. A test compares its responses with Azurite's.
/// </summary>
/// <param name="time">The service's clock.</param>
/// <param name="maxScanned">
/// How many rows the service scans for one page. Then it responds with those that matched, perhaps none, and a continuation token, as the real service does.
/// </param>
internal sealed class MemoryTables(TimeProvider time, int maxScanned = int.MaxValue)
{
    private const int MaxBody = 4 * 1024 * 1024;
    private readonly TableList _tables = new(time);
    private readonly ConcurrentQueue<string> _unknown = [];

    /// <summary>The requests that got 501.</summary>
    public IReadOnlyCollection<string> Unknown => _unknown;

    /// <summary>Responds to a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers["x-ms-request-id"] = Guid.NewGuid().ToString();
        headers["x-ms-version"] = context.Request.Headers["x-ms-version"];
        headers.CacheControl = "no-cache";
        if (context.Request.Headers.TryGetValue("x-ms-client-request-id", out StringValues client))
        {
            headers["x-ms-client-request-id"] = client;
        }

        try
        {
            await RespondAsync(context);
        }
        catch (TableServiceException refusal)
        {
            await RespondErrorAsync(context, refusal.Status, refusal.Code, refusal.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone.
        }
        catch (Exception exception) when (exception is not IOException)
        {
            HttpRequest request = context.Request;
            string what = string.Create(
                CultureInfo.InvariantCulture, $"{request.Method} {request.Path}{request.QueryString}: {exception.GetType().Name} {exception.Message}");
            _unknown.Enqueue(what);
            await RespondErrorAsync(context, StatusCodes.Status501NotImplemented, "NotImplemented", what);
        }
    }

    private async Task RespondErrorAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        context.Response.Headers["x-ms-error-code"] = code;
        context.Response.ContentType = new TableJson(true).ContentType;
        await context.Response.Body.WriteAsync(TableJson.Error(code, message + Trace(context)), context.RequestAborted);
    }

    private async Task RespondAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var address = TableAddress.Parse(target);
        bool isQuery = HttpMethods.IsGet(request.Method) && address.PartitionKey is null;
        string[] options = isQuery ? TableQuery.Options : HttpMethods.IsGet(request.Method) ? ["$format", "$select"] : ["$format"];
        if (request.Headers.IfNoneMatch.Count > 0 || request.Headers.ContainsKey("X-HTTP-Method") || request.Query.Keys.Except(options, StringComparer.Ordinal).Any())
        {
            throw new NotSupportedException("A header or an option that this request may not have");
        }

        using MemoryStream body = await ReadAsync(context);
        if (address.Name is "$batch")
        {
            await RespondBatchAsync(context, body);
            return;
        }

        var response = new TableResponse(context, TableJson.AskedBy(request), $"{request.Scheme}://{request.Host}/{target.Split('/')[1]}");
        var query = TableQuery.Read(request.Query);
        await (address.Name is "Tables" ? _tables.RespondAsync(request.Method, address, query, body, response)
            : isQuery ? RespondQueryAsync(address, query, response)
            : HttpMethods.IsGet(request.Method) ? RespondRowAsync(address, query, response)
            : WriteAsync(request, address, body, response));
    }

    // What the service adds to a message.
    private string Trace(HttpContext context) => $"\nRequestId:{context.Response.Headers["x-ms-request-id"]}\nTime:{TableRow.Text(time.GetUtcNow())}";

    private Task RespondQueryAsync(TableAddress address, TableQuery query, TableResponse response)
    {
        (IReadOnlyList<TableRow> page, TableRow? next) = _tables.Rows(address.Name).Page(query.Filter, query.From, query.Top, maxScanned);
        return response.RowsAsync(address.Name, page, next, query.Select);
    }

    private Task RespondRowAsync(TableAddress address, TableQuery query, TableResponse response)
    {
        TableRow row = _tables.Rows(address.Name).Find(address.PartitionKey!, address.RowKey!) ?? throw TableServiceException.NotFound();
        return response.RowAsync(address.Name, row, query.Select);
    }

    private Task WriteAsync(HttpRequest request, TableAddress address, MemoryStream body, TableResponse response)
    {
        StringValues version = request.Headers.IfMatch;
        var operation = TableOperation.Read(request.Method, address, version.Count == 0 ? null : version.ToString(), body.ToArray());
        TableRow? row = _tables.Rows(operation.Table).Write([operation])[0];
        if (operation.Method is "POST")
        {
            return response.InsertedAsync(address.Name, row!);
        }

        response.Done(row);
        return Task.CompletedTask;
    }

    private async Task RespondBatchAsync(HttpContext context, MemoryStream body)
    {
        try
        {
            IReadOnlyList<TableOperation> operations = await TableBatch.ReadAsync(context.Request, body);
            IReadOnlyList<TableRow?> rows = operations.Count <= TableBatch.MaxOperations
                ? _tables.Rows(operations[0].Table).Write(operations)
                : throw TableServiceException.TooManyOperations();
            await TableBatch.RespondDoneAsync(context, rows);
        }
        catch (TableServiceException refusal)
        {
            await TableBatch.RespondRefusedAsync(context, refusal, Trace(context));
        }
    }

    private static async Task<MemoryStream> ReadAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        body.Position = 0;
        return body.Length <= MaxBody ? body : throw TableServiceException.BodyTooLarge();
    }
}
