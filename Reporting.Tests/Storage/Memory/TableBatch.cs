using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Reporting.Tests.Storage.Memory;

/// <summary>Reads an entity-group transaction, a batch of one change set (OData 3.0, batch processing), and writes its response.</summary>
internal static class TableBatch
{
    /// <summary>Most operations of a transaction.</summary>
    public const int MaxOperations = 100;

    /// <summary>Reads the operations.</summary>
    /// <exception cref="NotSupportedException">There is something in it that is not known here, such as a query.</exception>
    public static async Task<IReadOnlyList<TableOperation>> ReadAsync(HttpRequest request, Stream body)
    {
        CancellationToken cancellationToken = request.HttpContext.RequestAborted;
        var operations = new List<TableOperation>();
        var batch = HttpMethods.IsPost(request.Method) ? new MultipartReader(BoundaryOf(request.ContentType), body) : throw new NotSupportedException(request.Method);
        MultipartSection changes = await batch.ReadNextSectionAsync(cancellationToken) ?? throw new NotSupportedException("An empty batch");
        var parts = new MultipartReader(BoundaryOf(changes.ContentType), changes.Body);
        while (await parts.ReadNextSectionAsync(cancellationToken) is { } part)
        {
            using var content = new MemoryStream();
            await part.Body.CopyToAsync(content, cancellationToken);
            operations.Add(Read(content.ToArray()));
        }

        bool isOneSet = operations.Count > 0 && await batch.ReadNextSectionAsync(cancellationToken) is null;
        return isOneSet && operations.All(operation => string.Equals(operation.Table, operations[0].Table, StringComparison.OrdinalIgnoreCase))
            ? operations
            : throw new NotSupportedException("A batch that is not one set of changes of one table");
    }

    /// <summary>Responds that the transaction was done; a row is null where it was deleted.</summary>
    public static Task RespondDoneAsync(HttpContext context, IEnumerable<TableRow?> rows) => RespondAsync(
        context, rows.Select(row => $"HTTP/1.1 204 No Content\r\nCache-Control: no-cache\r\n{(row is null ? "" : $"ETag: {row.ETag}\r\n")}\r\n"));

    /// <summary>Responds that it was refused: with the one operation that it was refused for, whose number stands before the message.</summary>
    public static Task RespondRefusedAsync(HttpContext context, TableServiceException refusal, string trace)
    {
        string message = string.Create(CultureInfo.InvariantCulture, $"{refusal.Index}:{refusal.Message}{trace}");
        string status = string.Create(CultureInfo.InvariantCulture, $"{refusal.Status} {ReasonPhrases.GetReasonPhrase(refusal.Status)}");
        string json = Encoding.UTF8.GetString(TableJson.Error(refusal.Code, message));
        return RespondAsync(context, [$"HTTP/1.1 {status}\r\nContent-Type: application/json;odata=minimalmetadata;charset=utf-8\r\n\r\n{json}"]);
    }

    private static TableOperation Read(byte[] part)
    {
        int end = part.AsSpan().IndexOf("\r\n\r\n"u8);
        string[] head = Encoding.UTF8.GetString(part.AsSpan(0, Math.Max(end, 0))).Split("\r\n");
        string[] first = head[0].Split(' ');
        if (first is not [{ } method, { } target, "HTTP/1.1"])
        {
            throw new NotSupportedException($"The part of a batch that begins with {head[0]}");
        }

        string? ifMatch = head.FirstOrDefault(line => line.StartsWith("If-Match: ", StringComparison.OrdinalIgnoreCase))?["If-Match: ".Length..];
        return TableOperation.Read(method, TableAddress.Parse(target), ifMatch, part.AsMemory(end + 4));
    }

    private static Task RespondAsync(HttpContext context, IEnumerable<string> parts)
    {
        string boundary = Guid.NewGuid().ToString();
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.ContentType = $"multipart/mixed; boundary=batchresponse_{boundary}";
        string changes = string.Concat(parts.Select(part =>
            $"--changesetresponse_{boundary}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n{part}\r\n"));
        return context.Response.WriteAsync(
            $"--batchresponse_{boundary}\r\nContent-Type: multipart/mixed; boundary=changesetresponse_{boundary}\r\n\r\n"
            + $"{changes}--changesetresponse_{boundary}--\r\n--batchresponse_{boundary}--\r\n",
            context.RequestAborted);
    }

    private static string BoundaryOf(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type) && type.MediaType == "multipart/mixed" && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { } boundary
            ? boundary
            : throw new NotSupportedException($"A batch of {contentType}");
}
