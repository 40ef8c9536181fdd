using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;
using Reporting.Storage;

namespace Reporting.Tests.Api;

/// <summary>Notes the requests that go to the table service: path and query, and for a transaction its table.</summary>
internal sealed partial class RequestCounter : HttpPipelineSynchronousPolicy
{
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentQueue<(string Method, string Path)> _operations = new();

    public TablePipelinePolicy AsPolicy() => new(this, HttpPipelinePosition.PerCall);

    public void Clear()
    {
        _requests.Clear();
        _operations.Clear();
    }

    /// <summary>Every request.</summary>
    public IReadOnlyCollection<string> All => _requests;

    /// <summary>The queries of a table, unescaped.</summary>
    public IReadOnlyList<string> QueriesOf(string table) => [.. _requests.Where(request => request.Contains("/" + table + "()", StringComparison.Ordinal))];

    /// <summary>The methods of the requests to one row, in their order.</summary>
    public IReadOnlyList<string> MethodsOf(string table, string rowKey) =>
        [.. _operations.Where(operation => operation.Path.Contains($"/{table}(", StringComparison.Ordinal) && operation.Path.Contains($"RowKey='{rowKey}'", StringComparison.Ordinal)).Select(operation => operation.Method)];

    public override void OnSendingRequest(HttpMessage message)
    {
        string request = Uri.UnescapeDataString(message.Request.Uri.ToUri().PathAndQuery);
        _operations.Enqueue((message.Request.Method.Method, request));
        _requests.Enqueue(request.EndsWith("/$batch", StringComparison.Ordinal) ? $"{request}/{TableOf(message)}" : request);
    }

    private static string TableOf(HttpMessage message)
    {
        using var body = new MemoryStream();
        message.Request.Content!.WriteTo(body, CancellationToken.None);
        return OperationAddress().Match(Encoding.UTF8.GetString(body.ToArray())).Groups["table"].Value;
    }

    [GeneratedRegex(@"^[A-Z]+ https?://[^/]+/[^/]+/(?<table>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OperationAddress();
}
