using Microsoft.AspNetCore.Http;

namespace Reporting.Tests.Storage.Memory;

/// <summary>The answer to a request, in the form that it was asked in.</summary>
/// <param name="context">The exchange.</param>
/// <param name="json">The form.</param>
/// <param name="service">The address of the table service, as the client knows it.</param>
internal sealed class TableResponse(HttpContext context, TableJson json, string service)
{
    /// <summary>A page of the list of tables.</summary>
    public Task TablesAsync(IEnumerable<string> names, string? next)
    {
        Continue("NextTableName", next);
        return SendAsync(StatusCodes.Status200OK, json.Tables(service, names));
    }

    /// <summary>A table that was made.</summary>
    public Task MadeAsync(string table) => CreatedAsync(json.Table(service, table));

    /// <summary>A page of rows.</summary>
    public Task RowsAsync(string table, IEnumerable<TableRow> rows, TableRow? next, IReadOnlyList<string>? select)
    {
        Continue("NextPartitionKey", next?.PartitionKey);
        Continue("NextRowKey", next?.RowKey);
        return SendAsync(StatusCodes.Status200OK, json.Rows(service, table, rows, select));
    }

    /// <summary>A row that was asked for.</summary>
    public Task RowAsync(string table, TableRow row, IReadOnlyList<string>? select)
    {
        context.Response.Headers.ETag = row.ETag;
        return SendAsync(StatusCodes.Status200OK, json.Row(service, table, row, select));
    }

    /// <summary>A row that was inserted.</summary>
    public Task InsertedAsync(string table, TableRow row)
    {
        context.Response.Headers.ETag = row.ETag;
        return CreatedAsync(json.Row(service, table, row, null));
    }

    /// <summary>Something that was done; with the row's version, if there is a row now.</summary>
    public void Done(TableRow? row)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        if (row is not null)
        {
            context.Response.Headers.ETag = row.ETag;
        }
    }

    private void Continue(string name, string? key)
    {
        if (key is not null)
        {
            context.Response.Headers["x-ms-continuation-" + name] = TableQuery.ToToken(key);
        }
    }

    // With the new thing, unless its writer does not care to have it back.
    private Task CreatedAsync(byte[] content)
    {
        bool isTold = context.Request.Headers["Prefer"] != "return-no-content";
        context.Response.Headers["Preference-Applied"] = isTold ? "return-content" : "return-no-content";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return isTold ? SendAsync(StatusCodes.Status201Created, content) : Task.CompletedTask;
    }

    private async Task SendAsync(int status, byte[] content)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = json.ContentType;
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }
}
