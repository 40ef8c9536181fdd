using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;
using Reporting.Storage;

namespace Reporting.Tests.Activity;

/// <summary>Sees every try of a request right before and after the wire, and can lose what the service answered.</summary>
internal sealed class RecordingPolicy : HttpPipelinePolicy
{
    private readonly ConcurrentQueue<TableRequest> _requests = new();

    /// <summary>Every try, in the order in which they were answered.</summary>
    public IReadOnlyList<TableRequest> Requests => [.. _requests];

    /// <summary>Called before a try is sent.</summary>
    public Action<TableRequest> Before { get; set; } = _ => { };

    /// <summary>Called after the service has answered; true loses the answer.</summary>
    public Func<TableRequest, bool> LoseResponse { get; set; } = _ => false;

    public TablePipelinePolicy Registration => new(this, HttpPipelinePosition.BeforeTransport);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("The core is asynchronous throughout.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        string body = "";
        if (message.Request.Content is { } content)
        {
            using var copy = new MemoryStream();
            await content.WriteToAsync(copy, message.CancellationToken);
            body = System.Text.Encoding.UTF8.GetString(copy.ToArray());
        }

        string uri = message.Request.Uri.ToUri().ToString();
        string table = body.Contains("--batch", StringComparison.Ordinal) ? FirstTarget(body) : message.Request.Uri.Path.Split('/')[^1].Split('(')[0];
        var request = new TableRequest(message.Request.Method.Method, table, uri, body);
        Before(request);
        await ProcessNextAsync(message, pipeline);
        _requests.Enqueue(request with { Status = message.Response.Status });
        if (LoseResponse(request with { Status = message.Response.Status }))
        {
            throw new IOException("The answer was lost.");
        }
    }

    // The first request line of a batch: POST http://host/account/table?$format=...
    private static string FirstTarget(string body)
    {
        string line = body.Split('\n').First(part => part.Contains("HTTP/1.1", StringComparison.Ordinal));
        return new Uri(line.Split(' ')[1]).AbsolutePath.Split('/')[2].Split('(')[0];
    }
}

/// <summary>A try of a request to the table service.</summary>
internal sealed record TableRequest(string Method, string Table, string Uri, string Body, int Status = 0)
{
    public bool IsBatch => Uri.EndsWith("$batch", StringComparison.Ordinal);

    public bool Writes => !string.Equals(Method, "GET", StringComparison.Ordinal);
}
