using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Reporting.Local.Durable;

namespace Reporting.Tests.Local.Durable;

/// <summary>A task hub whose worker could not be stopped: its requests neither reach storage nor return, so that the framework's loop of retries ends.</summary>
public sealed class AbandonedHubTests
{
    [Fact]
    public async Task Requests_of_an_abandoned_hub_do_not_return_even_when_they_are_cancelled()
    {
        using var storage = new CountingStorage();
        var hub = new AbandonedHub();
        var options = new TableClientOptions { Transport = new HttpClientTransport(storage) };
        options.AddPolicy(hub, HttpPipelinePosition.PerCall);
        HttpPipeline pipeline = HttpPipelineBuilder.Build(options);
        await SendAsync(pipeline, TestContext.Current.CancellationToken);

        hub.Abandon();
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task held = SendAsync(pipeline, cancelled.Token);
        await cancelled.CancelAsync();

        Assert.False(held.IsCompleted);
        Assert.Throws<OperationCanceledException>(() => pipeline.Send(Message(pipeline), TestContext.Current.CancellationToken));
        Assert.Equal(1, storage.Requests);
    }

    private static Task SendAsync(HttpPipeline pipeline, CancellationToken cancellationToken) => pipeline.SendAsync(Message(pipeline), cancellationToken).AsTask();

    private static HttpMessage Message(HttpPipeline pipeline)
    {
        HttpMessage message = pipeline.CreateMessage();
        message.Request.Uri.Reset(new Uri("http://localhost/partitions"));
        return message;
    }

    private sealed class CountingStorage : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NoContent));
        }
    }
}
