using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;
using Reporting.Storage;

namespace Reporting.Tests.Api;

/// <summary>Notes the queries that go to the table service.</summary>
internal sealed class RequestCounter : HttpPipelineSynchronousPolicy
{
    private readonly ConcurrentQueue<string> _requests = new();

    public TablePipelinePolicy AsPolicy() => new(this, HttpPipelinePosition.PerCall);

    public void Clear() => _requests.Clear();

    /// <summary>Every request.</summary>
    public IReadOnlyCollection<string> All => _requests;

    /// <summary>The queries of a table, unescaped.</summary>
    public IReadOnlyList<string> QueriesOf(string table) => [.. _requests.Where(request => request.Contains("/" + table + "()", StringComparison.Ordinal))];

    public override void OnSendingRequest(HttpMessage message) => _requests.Enqueue(Uri.UnescapeDataString(message.Request.Uri.ToUri().PathAndQuery));
}
