using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Reporting.Storage.Paging;

/// <summary>
/// Takes the body of a marked query response into a pooled buffer and leaves the SDK an empty page, so that no entity objects are made.
/// It runs right before the transport, inside the SDK's own policies (Azure.Core HttpPipelineBuilder): a body that breaks off is an
/// IOException of this attempt and is retried by RetryPolicy; the network timeout of ResponseBodyPolicy covers the reading;
/// authorization, telemetry, Retry-After and the continuation headers stay the SDK's.
/// </summary>
internal sealed class PageCapturePolicy : HttpPipelinePolicy
{
    private const int Ok = 200;
    private const int TooManyRequests = 429;
    private const int ServiceUnavailable = 503;

    private static readonly byte[] EmptyPage = "{\"value\":[]}"u8.ToArray();

    private PageCapturePolicy()
    {
    }

    /// <summary>The one instance; it has no state.</summary>
    public static PageCapturePolicy Shared { get; } = new();

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        if (!message.TryGetProperty(PageCapture.PropertyName, out object? property) || property is not PageCapture capture)
        {
            return;
        }

        if (message.Response.Status is TooManyRequests or ServiceUnavailable)
        {
            capture.Gate?.Throttled(RetryAfter(message.Response), NamesAccount(message.Response));
        }
        else if (message.Response.Status == Ok && message.Response.ContentStream is { } body)
        {
            await using (body)
            {
                capture.Put(await PageBuffer.ReadAsync(body, message.Response.Headers.ContentLengthLong ?? capture.ExpectedLength, message.CancellationToken));
            }

            message.Response.ContentStream = new MemoryStream(EmptyPage, writable: false);
        }
    }

    // In whole seconds, as the service sends it (RFC 9110 section 10.2.3).
    private static TimeSpan? RetryAfter(Response response) =>
        response.Headers.TryGetValue("Retry-After", out string? value)
            && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;

    // "Operations per second is over the account limit." and the like for ingress and egress are in the status line too (Storage services, common REST API error codes).
    private static bool NamesAccount(Response response) =>
        response.ReasonPhrase.Contains("account limit", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    /// <remarks>Pages are only requested asynchronously; a synchronous request passes unchanged.</remarks>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);
}

/// <summary>Makes a table client's queries readable page by page, raw.</summary>
public static class PageCaptureOptions
{
    /// <summary>Adds the policy that the activity scanner needs. It changes nothing for requests that are not marked.</summary>
    public static TableClientOptions AddPageCapture(this TableClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.AddPolicy(PageCapturePolicy.Shared, HttpPipelinePosition.BeforeTransport);
        return options;
    }
}

/// <summary>
/// Takes the raw body of the next query response. Requests sent inside <see cref="Mark"/> carry this object;
/// <see cref="PageCapturePolicy"/> puts the body into it.
/// </summary>
internal sealed class PageCapture : IDisposable
{
    /// <summary>The message property by which the policy finds the capture.</summary>
    public const string PropertyName = "Reporting.PageCapture";

    private readonly Dictionary<string, object?> _properties;
    private PageBuffer? _page;

    /// <param name="gate">Notified when the service is busy, or null.</param>
    public PageCapture(IPageGate? gate) => (Gate, _properties) = (gate, new(StringComparer.Ordinal) { [PropertyName] = this });

    /// <summary>Notified when the service is busy.</summary>
    public IPageGate? Gate { get; }

    /// <summary>Marks the requests that this flow of control sends until the result is disposed.</summary>
    public IDisposable Mark() => HttpPipeline.CreateHttpMessagePropertiesScope(_properties);

    /// <summary>About how long the next page will be, in bytes: as long as the last one was, and some more. Null before the first.</summary>
    public long? ExpectedLength { get; private set; }

    /// <summary>Keeps a page; an earlier page that was not taken (its attempt was retried) goes back to the pool.</summary>
    public void Put(PageBuffer page)
    {
        ExpectedLength = page.Length + (page.Length / 16);
        Interlocked.Exchange(ref _page, page)?.Dispose();
    }

    /// <summary>Hands the page over.</summary>
    /// <exception cref="InvalidOperationException">No response was captured: the client's options lack <see cref="PageCapturePolicy"/>.</exception>
    public PageBuffer Take() => Interlocked.Exchange(ref _page, null)
        ?? throw new InvalidOperationException(
            "The table client does not capture pages: call TableClientOptions.AddPageCapture() before it is made.");

    /// <summary>Returns a page that was not taken to the pool.</summary>
    public void Dispose() => Interlocked.Exchange(ref _page, null)?.Dispose();
}
