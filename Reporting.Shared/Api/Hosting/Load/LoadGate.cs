using System.ComponentModel.DataAnnotations;
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
/// <remarks>
/// Writing activity has a share of its own: neither can a flood of it keep administrators out, nor the other way round. Of each share one caller
/// has a part, and no caller holds it by being slow (<see cref="CallerPace"/>).
/// </remarks>
internal sealed class LoadGate : IDisposable
{
    private const int RetryAfterSeconds = 5;

    // A single request of the largest kind must fit, however small the shares are set.
    private const int AlwaysForOneCaller = 64;

    private readonly Share _ingest;
    private readonly Share _requests;
    private readonly LoadOptions _options;
    private readonly ReportingMeter _meter;
    private readonly TimeProvider _time;

    public LoadGate(IOptions<LoadOptions> options, ReportingMeter meter, TimeProvider time)
    {
        (_options, _meter, _time) = (options.Value, meter, time);
        _ingest = new Share("ingest", _options.IngestMegabytes, _options.CallerPercent);
        _requests = new Share("request", _options.RequestMegabytes, _options.CallerPercent);
    }

    /// <summary>MiB that are free now, for writing activity and for all else.</summary>
    internal (long Ingest, long Requests) Free => (_ingest.All.GetStatistics()!.CurrentAvailablePermits, _requests.All.GetStatistics()!.CurrentAvailablePermits);

    /// <summary>Waits until there is room for a request, and holds its caller to the pace from then on; dispose what it returns when the answer is written.</summary>
    /// <exception cref="ProblemException">503: there is none, and too many wait already or it took too long.</exception>
    public async ValueTask<RequestRoom?> EnterAsync(HttpContext context, ApiEndpoint endpoint)
    {
        if (endpoint.Access is ApiAccess.Anonymous or ApiAccess.Development)
        {
            return null;
        }

        var room = new RequestRoom(this, endpoint.Access == ApiAccess.ActivityWriter ? _ingest : _requests, context.GetCaller().Name);
        try
        {
            await room.GrowToAsync(RequestMemory.AtFirst(endpoint), context.RequestAborted);
        }
        catch
        {
            room.Dispose();
            throw;
        }

        context.Features.Set(room);
        CallerPace.Apply(context, _options, _time);
        return room;
    }

    public void Dispose()
    {
        _ingest.Dispose();
        _requests.Dispose();
    }

    /// <summary>Takes MiB of a share for a caller: of its own part first, so that who waits for that keeps nothing from the others.</summary>
    /// <exception cref="ProblemException">503.</exception>
    internal async ValueTask<(RateLimitLease Caller, RateLimitLease Share)> TakeAsync(Share share, string caller, int megabytes, CancellationToken aborted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(_options.WaitSeconds), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, aborted);
        RateLimitLease? own = await WaitAsync(() => share.Callers.AttemptAcquire(caller, megabytes), token => share.Callers.AcquireAsync(caller, megabytes, token), either.Token, aborted);
        RateLimitLease? all = null;
        try
        {
            all = own is null ? null : await WaitAsync(() => share.All.AttemptAcquire(megabytes), token => share.All.AcquireAsync(megabytes, token), either.Token, aborted);
            if (own is not null && all is not null)
            {
                return (own, all);
            }
        }
        finally
        {
            if (all is null)
            {
                own?.Dispose();
            }
        }

        _meter.RequestRefused(share.Name);
        throw new ProblemException(StatusCodes.Status503ServiceUnavailable, "overloaded", own is null
            ? "Your requests take as much of the service as one caller may. Send the request again when others of yours have ended."
            : "The service has as much to do as it can hold. Send the request again in a few seconds.")
        {
            RetryAfterSeconds = RetryAfterSeconds,
        };
    }

    private async ValueTask<RateLimitLease?> WaitAsync(Func<RateLimitLease> attempt, Func<CancellationToken, ValueTask<RateLimitLease>> acquire, CancellationToken either, CancellationToken aborted)
    {
        RateLimitLease lease = attempt();
        try
        {
            if (!lease.IsAcquired && _options.WaitSeconds > 0)
            {
                lease.Dispose();
                lease = await acquire(either);
            }
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            return null;
        }

        if (lease.IsAcquired)
        {
            return lease;
        }

        lease.Dispose();
        return null;
    }

    /// <summary>Memory for one kind of request. As much may wait as may be inside: what waits holds no more than what its connection has buffered.</summary>
    internal sealed class Share(string name, int megabytes, int callerPercent) : IDisposable
    {
        public string Name { get; } = name;

        public int Megabytes { get; } = megabytes;

        public ConcurrencyLimiter All { get; } = new(Options(megabytes, megabytes));

        /// <summary>The same for each caller; those of callers who have nothing here are dropped.</summary>
        public PartitionedRateLimiter<string> Callers { get; } = PartitionedRateLimiter.Create<string, string>(caller => RateLimitPartition.GetConcurrencyLimiter(
            caller, _ => Options(Math.Min(megabytes, Math.Max(AlwaysForOneCaller, (int)((long)megabytes * callerPercent / 100))), megabytes)));

        public void Dispose()
        {
            Callers.Dispose();
            All.Dispose();
        }

        private static ConcurrencyLimiterOptions Options(int inside, int waiting) =>
            new() { PermitLimit = inside, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst };
    }
}

/// <summary>The room that a request has, which grows with what comes of it.</summary>
internal sealed class RequestRoom(LoadGate gate, LoadGate.Share share, string caller) : IDisposable
{
    private readonly List<IDisposable> _leases = [];
    private int _megabytes;

    /// <summary>Has at least that many MiB, or as many as the share has.</summary>
    /// <exception cref="ProblemException">503: there is no more room.</exception>
    public async ValueTask GrowToAsync(int megabytes, CancellationToken aborted)
    {
        int more = Math.Min(megabytes, share.Megabytes) - _megabytes;
        if (more > 0)
        {
            (IDisposable own, IDisposable all) = await gate.TakeAsync(share, caller, more, aborted);
            _leases.AddRange([all, own]);
            _megabytes += more;
        }
    }

    public void Dispose()
    {
        foreach (IDisposable lease in _leases)
        {
            lease.Dispose();
        }

        _leases.Clear();
    }
}

/// <summary>Settings of the section <c>Load</c>: how much of the process's memory requests may take at a time, and how slow their callers may be.</summary>
public sealed class LoadOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Load";

    /// <summary>
    /// MiB for requests that write activity. One takes four times the lines that have come so far, 1 to 64 MiB: 256 MiB are four calls of the largest kind, or
    /// 256 small ones.
    /// </summary>
    [Range(1, 65_536)]
    public int IngestMegabytes { get; set; } = 256;

    /// <summary>MiB for all other requests with a token. Most take 2, a GraphQL request 8, a page of the feed 16.</summary>
    [Range(1, 65_536)]
    public int RequestMegabytes { get; set; } = 128;

    /// <summary>Percent of each of these that one caller may take, but 64 MiB always.</summary>
    [Range(1, 100)]
    public int CallerPercent { get; set; } = 75;

    /// <summary>Seconds for which a request waits for its turn before it is refused with 503.</summary>
    [Range(0, 60)]
    public int WaitSeconds { get; set; } = 5;

    /// <summary>Bytes a second that a caller sends and takes at least while its request has room; 0 for no such limit.</summary>
    [Range(0, 1_048_576)]
    public int MinBytesPerSecond { get; set; } = 4096;

    /// <summary>Seconds for which a caller may be slower than that.</summary>
    [Range(1, 600)]
    public int SlowSeconds { get; set; } = 10;
}
