using Azure.Core.Pipeline;

namespace Reporting.Storage.Paging;

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

    /// <param name="gate">Is told when the service is busy, or null.</param>
    public PageCapture(IPageGate? gate) => (Gate, _properties) = (gate, new(StringComparer.Ordinal) { [PropertyName] = this });

    /// <summary>Is told when the service is busy.</summary>
    public IPageGate? Gate { get; }

    /// <summary>Marks the requests that this flow of control sends until the result is disposed.</summary>
    public IDisposable Mark() => HttpPipeline.CreateHttpMessagePropertiesScope(_properties);

    /// <summary>About how long the next page will be, in bytes: as long as the last one was, and some more. Null before the first.</summary>
    public long? ExpectedLength { get; private set; }

    /// <summary>Keeps a page; an earlier one that nobody took (its attempt was retried) goes back to the pool.</summary>
    public void Put(PageBuffer page)
    {
        ExpectedLength = page.Length + (page.Length / 16);
        Interlocked.Exchange(ref _page, page)?.Dispose();
    }

    /// <summary>Hands the page over.</summary>
    /// <exception cref="InvalidOperationException">No response was captured: the client's options lack <see cref="PageCapturePolicy"/>.</exception>
    public PageBuffer Take() => Interlocked.Exchange(ref _page, null)
        ?? throw new InvalidOperationException("The table client does not capture pages: call TableClientOptions.AddPageCapture() before it is made.");

    /// <summary>Gives back a page that nobody took.</summary>
    public void Dispose() => Interlocked.Exchange(ref _page, null)?.Dispose();
}
