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

    public PageCapture() => _properties = new(StringComparer.Ordinal) { [PropertyName] = this };

    /// <summary>Marks the requests that this flow of control sends until the result is disposed.</summary>
    public IDisposable Mark() => HttpPipeline.CreateHttpMessagePropertiesScope(_properties);

    /// <summary>Keeps a page; an earlier one that nobody took (its attempt was retried) goes back to the pool.</summary>
    public void Put(PageBuffer page) => Interlocked.Exchange(ref _page, page)?.Dispose();

    /// <summary>Hands the page over.</summary>
    /// <exception cref="InvalidOperationException">No response was captured: the client's options lack <see cref="PageCapturePolicy"/>.</exception>
    public PageBuffer Take() => Interlocked.Exchange(ref _page, null)
        ?? throw new InvalidOperationException("The table client does not capture pages: call TableClientOptions.AddPageCapture() before it is made.");

    /// <summary>Gives back a page that nobody took.</summary>
    public void Dispose() => Interlocked.Exchange(ref _page, null)?.Dispose();
}
