using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Reporting.Api.Problems;
using Reporting.Formats.Compression;

namespace Reporting.Api.Hosting;

/// <summary>Keeps bodies within an endpoint's limit: by their length before anything is read, and while reading where no length was sent.</summary>
internal static class BodyLimit
{
    /// <summary>Refuses a body that says it is longer, and watches one that does not say.</summary>
    /// <exception cref="ProblemException">413.</exception>
    public static void Apply(HttpContext context, long maximumBytes)
    {
        if (context.Request.ContentLength > maximumBytes)
        {
            throw TooLarge(maximumBytes);
        }

        // The server's own limit would end the read with an empty 500 behind the Functions host; ours answers.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = null;
        }

        context.Request.Body = new LimitedStream(context.Request.Body, maximumBytes, () => TooLarge(maximumBytes));
    }

    /// <summary>The 413 of a body over <paramref name="maximumBytes"/>.</summary>
    public static ProblemException TooLarge(long maximumBytes) =>
        new(StatusCodes.Status413PayloadTooLarge, "body-too-large", string.Create(CultureInfo.InvariantCulture, $"The body is longer than {maximumBytes} bytes, the most that this address takes. Send it in several requests."));
}

/// <summary>Reads through to another stream until more than a number of bytes have come, then throws.</summary>
internal sealed class LimitedStream(Stream inner, long maximumBytes, Func<Exception> tooLong) : ForwardOnlyStream
{
    private long _left = maximumBytes;

    public override bool CanRead => true;

    public override int Read(Span<byte> buffer) => Count(inner.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await inner.ReadAsync(buffer, cancellationToken));

    private int Count(int read)
    {
        _left -= read;
        return _left >= 0 ? read : throw tooLong();
    }
}
