using System.Buffers;

namespace Reporting.Storage.Paging;

/// <summary>The bytes of one response page, in a pooled array. The holder disposes it, once.</summary>
internal sealed class PageBuffer : IDisposable
{
    // Not the shared pool: that one keeps some arrays for every thread and processor, and threads are many where pages are awaited. 64 is a page and the next one of
    // each of 16 slices, twice.
    private static readonly ArrayPool<byte> s_pool = ArrayPool<byte>.Create(maxArrayLength: 16 << 20, maxArraysPerBucket: 64);

    // The service ends a page at 1,000 entities or 4 MiB; most of our pages are well under 1 MiB.
    private const int StartSize = 256 * 1024;

    private byte[]? _bytes;

    private PageBuffer(byte[] bytes) => _bytes = bytes;

    /// <summary>The pooled array; only the first <see cref="Length"/> bytes are the page's.</summary>
    /// <exception cref="ObjectDisposedException">The array went back to the pool.</exception>
    public byte[] Bytes => _bytes ?? throw new ObjectDisposedException(nameof(PageBuffer));

    /// <summary>Length of the page in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>A page that holds a copy of <paramref name="content"/>.</summary>
    public static PageBuffer CopyOf(ReadOnlySpan<byte> content)
    {
        byte[] bytes = s_pool.Rent(Math.Max(content.Length, 1));
        content.CopyTo(bytes);
        return new PageBuffer(bytes) { Length = content.Length };
    }

    /// <summary>Reads <paramref name="content"/> to its end.</summary>
    /// <param name="content">The response body.</param>
    /// <param name="expectedLength">The Content-Length, or where the body comes in chunks a guess, or null.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">The body broke off; the buffer is back in the pool.</exception>
    public static async ValueTask<PageBuffer> ReadAsync(Stream content, long? expectedLength, CancellationToken cancellationToken)
    {
        // One byte more than expected, so that the end is seen without growing.
        int size = expectedLength is > 0 and < int.MaxValue ? (int)expectedLength + 1 : StartSize;
        var page = new PageBuffer(s_pool.Rent(size));
        try
        {
            while (true)
            {
                int read = await content.ReadAsync(page.Bytes.AsMemory(page.Length), cancellationToken);
                if (read == 0)
                {
                    return page;
                }

                page.Length += read;
                if (page.Length == page.Bytes.Length)
                {
                    page.Grow();
                }
            }
        }
        catch
        {
            page.Dispose();
            throw;
        }
    }

    /// <summary>Gives the array back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _bytes, null) is { } bytes)
        {
            s_pool.Return(bytes);
        }
    }

    private void Grow()
    {
        byte[] larger = s_pool.Rent(checked(Length * 2));
        Bytes.AsSpan(0, Length).CopyTo(larger);
        s_pool.Return(Bytes);
        _bytes = larger;
    }
}
