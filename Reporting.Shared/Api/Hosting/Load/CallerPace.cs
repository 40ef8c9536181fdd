using Microsoft.AspNetCore.Http;
using Reporting.Api.Problems;
using Reporting.Formats.Compression;

namespace Reporting.Api.Hosting.Load;

/// <summary>
/// Ends requests whose callers send or take too slowly while they hold room. A caller has a number of seconds; waiting for it takes from them, and
/// what it sends or takes gives back, by the rate, up to that number. Time that the service itself takes does not count.
/// </summary>
/// <remarks>Kestrel has such rates, too, but counts them by connection; behind the Functions host the worker's only caller is that host, so they stand here, for both.</remarks>
internal sealed class CallerPace : IDisposable
{
    private readonly LoadOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _tooSlow;
    private readonly CancellationTokenSource _either;
    private TimeSpan _left;

    private CallerPace(LoadOptions options, TimeProvider time, CancellationToken aborted)
    {
        (_options, _time, _left) = (options, time, TimeSpan.FromSeconds(options.SlowSeconds));
        _tooSlow = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_tooSlow.Token, aborted);
    }

    /// <summary>Watches the request's body and its answer.</summary>
    public static void Apply(HttpContext context, LoadOptions options, TimeProvider time)
    {
        if (options.MinBytesPerSecond > 0)
        {
            var sending = new CallerPace(options, time, context.RequestAborted);
            var taking = new CallerPace(options, time, context.RequestAborted);
            context.Request.Body = new PacedStream(context.Request.Body, sending, () => TooSlow(context, options));
            context.Response.Body = new PacedStream(context.Response.Body, taking, () => Cut(context));
            context.Response.RegisterForDispose(sending);
            context.Response.RegisterForDispose(taking);
        }
    }

    /// <summary>Waits for the caller to send or take something.</summary>
    /// <exception cref="OperationCanceledException">It was too slow (<see cref="IsTooSlow"/>), or the request was given up.</exception>
    public async ValueTask<int> WaitAsync(Func<CancellationToken, ValueTask<int>> transfer, CancellationToken cancellationToken)
    {
        // What the streams are given is the request's own token, which is among those listened to here.
        cancellationToken.ThrowIfCancellationRequested();
        _tooSlow.CancelAfter(_left > TimeSpan.Zero ? _left : TimeSpan.Zero);
        long began = _time.GetTimestamp();
        int count = await transfer(_either.Token);
        _tooSlow.CancelAfter(Timeout.InfiniteTimeSpan);
        TimeSpan left = _left - _time.GetElapsedTime(began) + TimeSpan.FromSeconds((double)count / _options.MinBytesPerSecond);
        _left = left < TimeSpan.FromSeconds(_options.SlowSeconds) ? left : TimeSpan.FromSeconds(_options.SlowSeconds);
        return count;
    }

    /// <summary>Whether the caller has used up its time.</summary>
    public bool IsTooSlow => _tooSlow.IsCancellationRequested;

    public void Dispose()
    {
        _either.Dispose();
        _tooSlow.Dispose();
    }

    private static ProblemException TooSlow(HttpContext context, LoadOptions options)
    {
        if (HttpProtocol.IsHttp11(context.Request.Protocol) && !context.Response.HasStarted)
        {
            context.Response.Headers.Connection = "close"; // RFC 9110, section 15.5.9; what is left of the body is not waited for.
        }

        return new ProblemException(
            StatusCodes.Status408RequestTimeout,
            "too-slow",
            string.Create(CultureInfo.InvariantCulture, $"The body came at less than {options.MinBytesPerSecond} bytes a second for more than {options.SlowSeconds} seconds. Lines that came before may be stored; sending all again is safe."));
    }

    private static OperationCanceledException Cut(HttpContext context)
    {
        context.Abort();
        return new OperationCanceledException("The caller takes the answer too slowly.");
    }

    /// <summary>Reads and writes at the caller's pace.</summary>
    private sealed class PacedStream(Stream inner, CallerPace pace, Func<Exception> tooSlow) : ForwardOnlyStream
    {
        private const int PieceBytes = 16 * 1024;

        public override bool CanRead => inner.CanRead;

        public override bool CanWrite => inner.CanWrite;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            PaceAsync(token => inner.ReadAsync(buffer, token), cancellationToken);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            // In pieces: what is taken of a long answer counts as it is taken.
            while (buffer.Length > 0)
            {
                ReadOnlyMemory<byte> piece = buffer[..Math.Min(buffer.Length, PieceBytes)];
                buffer = buffer[piece.Length..];
                await PaceAsync(
                    async token =>
                    {
                        await inner.WriteAsync(piece, token);
                        return piece.Length;
                    },
                    cancellationToken);
            }
        }

        public override async Task FlushAsync(CancellationToken cancellationToken) => await PaceAsync(
            async token =>
            {
                await inner.FlushAsync(token);
                return 0;
            },
            cancellationToken);

        public override void Flush() => inner.Flush();

        public override int Read(Span<byte> buffer) => inner.Read(buffer);

        public override void Write(ReadOnlySpan<byte> buffer) => inner.Write(buffer);

        private async ValueTask<int> PaceAsync(Func<CancellationToken, ValueTask<int>> transfer, CancellationToken cancellationToken)
        {
            try
            {
                return await pace.WaitAsync(transfer, cancellationToken);
            }
            catch (Exception) when (pace.IsTooSlow)
            {
                throw tooSlow();
            }
        }
    }
}
