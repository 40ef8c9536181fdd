using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Reporting.Api.Problems;
using Reporting.Telemetry;

namespace Reporting.Api.Hosting.Load;

/// <summary>
/// Lets requests in while there is memory for them. A few wait for their turn, in order; the others are told at once to come again, so
/// that a flood costs the process little and those inside come to their end. Health, keys and the API's description pass always.
/// </summary>
/// <remarks>Writing activity has a share of its own: neither can a flood of it keep administrators out, nor the other way round.</remarks>
internal sealed class LoadGate : IDisposable
{
    private const int RetryAfterSeconds = 5;

    private readonly ConcurrencyLimiter _ingest;
    private readonly ConcurrencyLimiter _requests;
    private readonly LoadOptions _options;
    private readonly ReportingMeter _meter;
    private readonly TimeProvider _time;

    public LoadGate(IOptions<LoadOptions> options, ReportingMeter meter, TimeProvider time)
    {
        (_options, _meter, _time) = (options.Value, meter, time);
        _ingest = Limiter(_options.IngestMegabytes);
        _requests = Limiter(_options.RequestMegabytes);
    }

    /// <summary>Waits until there is room for a request; dispose what it returns when the answer is written.</summary>
    /// <exception cref="ProblemException">503: there is none, and too many wait already or it took too long.</exception>
    public async ValueTask<IDisposable?> EnterAsync(HttpContext context, ApiEndpoint endpoint)
    {
        if (endpoint.Access == ApiAccess.Anonymous)
        {
            return null;
        }

        bool isIngest = endpoint.Access == ApiAccess.ActivityWriter;
        int share = isIngest ? _options.IngestMegabytes : _options.RequestMegabytes;
        int needed = Math.Min(RequestMemory.Of(endpoint, context.Request), share);
        RateLimitLease? lease = await WaitAsync(isIngest ? _ingest : _requests, needed, context.RequestAborted);
        if (lease is { IsAcquired: true })
        {
            return lease;
        }

        lease?.Dispose();
        _meter.RequestRefused(isIngest ? "ingest" : "request");
        throw new ProblemException(StatusCodes.Status503ServiceUnavailable, "overloaded", "The service has as much to do as it can hold. Send the request again in a few seconds.")
        {
            RetryAfterSeconds = RetryAfterSeconds,
        };
    }

    public void Dispose()
    {
        _ingest.Dispose();
        _requests.Dispose();
    }

    private async ValueTask<RateLimitLease?> WaitAsync(ConcurrencyLimiter limiter, int needed, CancellationToken aborted)
    {
        RateLimitLease now = limiter.AttemptAcquire(needed);
        if (now.IsAcquired || _options.WaitSeconds == 0)
        {
            return now;
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(_options.WaitSeconds), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, aborted);
        try
        {
            return await limiter.AcquireAsync(needed, either.Token);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            return null;
        }
    }

    // As much may wait as may be inside: what waits holds no more than what its connection has buffered.
    private static ConcurrencyLimiter Limiter(int megabytes) => new(new ConcurrencyLimiterOptions
    {
        PermitLimit = megabytes, QueueLimit = megabytes, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });
}
