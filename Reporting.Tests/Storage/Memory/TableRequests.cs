using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Reporting.Tests.Storage.Memory;

/// <summary>Reads requests and gives them to whom they concern.</summary>
internal sealed class TableRequests(TimeProvider time, int maxScanned)
{
    private const int MaxBody = 4 * 1024 * 1024;
    private readonly TableList _tables = new(time);

    /// <summary>Answers a request.</summary>
    /// <exception cref="TableServiceException">The service refuses it.</exception>
    /// <exception cref="NotSupportedException">It is none that is known here.</exception>
    public async Task RespondAsync(HttpContext context)
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
            await AnswerBatchAsync(context, body);
            return;
        }

        var answer = new TableResponse(context, TableJson.AskedBy(request), $"{request.Scheme}://{request.Host}/{target.Split('/')[1]}");
        var query = TableQuery.Read(request.Query);
        await (address.Name is "Tables" ? _tables.RespondAsync(request.Method, address, query, body, answer)
            : isQuery ? AnswerQueryAsync(address, query, answer)
            : HttpMethods.IsGet(request.Method) ? AnswerRowAsync(address, query, answer)
            : WriteAsync(request, address, body, answer));
    }

    /// <summary>What the service adds to a message.</summary>
    public string Trace(HttpContext context) => $"\nRequestId:{context.Response.Headers["x-ms-request-id"]}\nTime:{TableRow.Text(time.GetUtcNow())}";

    private Task AnswerQueryAsync(TableAddress address, TableQuery query, TableResponse answer)
    {
        (IReadOnlyList<TableRow> page, TableRow? next) = _tables.Rows(address.Name).Page(query.Filter, query.From, query.Top, maxScanned);
        return answer.RowsAsync(address.Name, page, next, query.Select);
    }

    private Task AnswerRowAsync(TableAddress address, TableQuery query, TableResponse answer)
    {
        TableRow row = _tables.Rows(address.Name).Find(address.PartitionKey!, address.RowKey!) ?? throw TableServiceException.NotFound();
        return answer.RowAsync(address.Name, row, query.Select);
    }

    private Task WriteAsync(HttpRequest request, TableAddress address, MemoryStream body, TableResponse answer)
    {
        StringValues version = request.Headers.IfMatch;
        var operation = TableOperation.Read(request.Method, address, version.Count == 0 ? null : version.ToString(), body.ToArray());
        TableRow? row = _tables.Rows(operation.Table).Write([operation])[0];
        if (operation.Method is "POST")
        {
            return answer.InsertedAsync(address.Name, row!);
        }

        answer.Done(row);
        return Task.CompletedTask;
    }

    private async Task AnswerBatchAsync(HttpContext context, MemoryStream body)
    {
        string boundary = Guid.NewGuid().ToString();
        string answer;
        try
        {
            IReadOnlyList<TableOperation> operations = HttpMethods.IsPost(context.Request.Method)
                ? await TableBatch.ReadAsync(context.Request.ContentType, body, context.RequestAborted)
                : throw new NotSupportedException(context.Request.Method);
            answer = operations.Count <= TableBatch.MaxOperations
                ? TableBatch.Done(boundary, _tables.Rows(operations[0].Table).Write(operations))
                : throw TableServiceException.TooManyOperations();
        }
        catch (TableServiceException refusal)
        {
            answer = TableBatch.Refused(boundary, refusal, Trace(context));
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.ContentType = $"multipart/mixed; boundary=batchresponse_{boundary}";
        await context.Response.WriteAsync(answer, context.RequestAborted);
    }

    private static async Task<MemoryStream> ReadAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        body.Position = 0;
        return body.Length <= MaxBody ? body : throw TableServiceException.BodyTooLarge();
    }
}
