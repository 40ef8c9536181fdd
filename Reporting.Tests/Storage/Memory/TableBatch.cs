using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Reporting.Tests.Storage.Memory;

/// <summary>An entity-group transaction on its way: a set of changes in a batch, each a request of its own (OData 3.0, batch processing).</summary>
internal static class TableBatch
{
    /// <summary>Most operations of a transaction.</summary>
    public const int MaxOperations = 100;

    /// <summary>Reads the operations.</summary>
    /// <exception cref="NotSupportedException">There is something in it that is not known here, such as a query.</exception>
    public static async Task<IReadOnlyList<TableOperation>> ReadAsync(string? contentType, Stream body, CancellationToken cancellationToken)
    {
        var operations = new List<TableOperation>();
        var batch = new MultipartReader(BoundaryOf(contentType), body);
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

    /// <summary>The answer to a transaction that was done.</summary>
    public static string Done(string boundary, IEnumerable<TableRow?> rows) =>
        Answer(boundary, rows.Select(row => $"HTTP/1.1 204 No Content\r\nCache-Control: no-cache\r\n{(row is null ? "" : $"ETag: {row.ETag}\r\n")}\r\n"));

    /// <summary>The answer to one that was refused: the one operation that it was refused for, told by its number before the message.</summary>
    public static string Refused(string boundary, TableServiceException refusal, string trace)
    {
        string message = string.Create(CultureInfo.InvariantCulture, $"{refusal.Index}:{refusal.Message}{trace}");
        string json = Encoding.UTF8.GetString(TableJson.Error(refusal.Code, message));
        return Answer(boundary, [string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {refusal.Status} {ReasonPhrases.GetReasonPhrase(refusal.Status)}\r\nContent-Type: application/json;odata=minimalmetadata;charset=utf-8\r\n\r\n{json}")]);
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

    private static string Answer(string boundary, IEnumerable<string> parts) =>
        $"--batchresponse_{boundary}\r\nContent-Type: multipart/mixed; boundary=changesetresponse_{boundary}\r\n\r\n"
        + string.Concat(parts.Select(part => $"--changesetresponse_{boundary}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n{part}\r\n"))
        + $"--changesetresponse_{boundary}--\r\n--batchresponse_{boundary}--\r\n";

    private static string BoundaryOf(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type) && type.MediaType == "multipart/mixed" && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { } boundary
            ? boundary
            : throw new NotSupportedException($"A batch of {contentType}");
}
