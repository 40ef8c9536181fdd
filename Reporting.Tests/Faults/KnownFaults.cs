namespace Reporting.Tests.Faults;

/// <summary>The faults that storage and networks are known to have.</summary>
public static class KnownFaults
{
    /// <summary>The service fails before doing anything: 500.</summary>
    public static Fault InternalError { get; } = exchange => exchange.RespondAsync(500, "InternalError");

    /// <summary>The service is busy and says so: 503 with <c>Retry-After</c>.</summary>
    public static Fault Busy { get; } = exchange => exchange.RespondAsync(503, "ServerBusy", TimeSpan.FromSeconds(1));

    /// <summary>The same as some front ends say it: 429 with <c>Retry-After</c>.</summary>
    public static Fault TooManyRequests { get; } = exchange => exchange.RespondAsync(429, "TooManyRequests", TimeSpan.FromSeconds(1));

    /// <summary>Nothing is done and no answer ever comes: the caller has to give up.</summary>
    public static Fault Timeout { get; } = exchange => Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, TimeProvider.System, exchange.Aborted);

    /// <summary>The request is carried out and no answer ever comes.</summary>
    public static Fault TimeoutAfterSuccess { get; } = async exchange =>
    {
        using HttpResponseMessage response = await exchange.SendAsync();
        await Timeout(exchange);
    };

    /// <summary>The connection breaks before the request arrives.</summary>
    public static Fault Reset { get; } = exchange =>
    {
        exchange.Reset();
        return Task.CompletedTask;
    };

    /// <summary>The request is carried out, the answer is lost.</summary>
    public static Fault LostResponse { get; } = async exchange =>
    {
        using HttpResponseMessage response = await exchange.SendAsync();
        exchange.Reset();
    };

    /// <summary>The request is carried out, the caller hears 500.</summary>
    public static Fault ErrorAfterSuccess { get; } = async exchange =>
    {
        using HttpResponseMessage response = await exchange.SendAsync();
        await exchange.RespondAsync(500, "OperationTimedOut");
    };

    /// <summary>Half of the answer's body arrives.</summary>
    public static Fault HalfBody { get; } = async exchange =>
    {
        using HttpResponseMessage response = await exchange.SendAsync();
        await exchange.ReturnAsync(response, fraction: 0.5);
    };

    /// <summary>The request is carried out twice; the caller hears the second answer.</summary>
    public static Fault DeliveredTwice { get; } = async exchange =>
    {
        using (await exchange.SendAsync())
        {
        }

        await exchange.ForwardAsync();
    };

    /// <summary>The request is carried out and answered, and a second of its kind arrives when the caller has gone on.</summary>
    public static Fault DeliveredAgainLater { get; } = exchange =>
    {
        exchange.SendLater(TimeSpan.FromMilliseconds(300));
        return exchange.ForwardAsync();
    };

    /// <summary>The answer's body trickles.</summary>
    public static Fault SlowBody { get; } = async exchange =>
    {
        using HttpResponseMessage response = await exchange.SendAsync();
        await exchange.ReturnAsync(response, fraction: 1, pause: TimeSpan.FromMilliseconds(20));
    };

    /// <summary>All of them, by name; the two that wait for the caller's patience last.</summary>
    public static IReadOnlyDictionary<string, Fault> All { get; } = new Dictionary<string, Fault>(StringComparer.Ordinal)
    {
        [nameof(InternalError)] = InternalError,
        [nameof(Busy)] = Busy,
        [nameof(TooManyRequests)] = TooManyRequests,
        [nameof(Reset)] = Reset,
        [nameof(LostResponse)] = LostResponse,
        [nameof(ErrorAfterSuccess)] = ErrorAfterSuccess,
        [nameof(HalfBody)] = HalfBody,
        [nameof(SlowBody)] = SlowBody,
        [nameof(DeliveredTwice)] = DeliveredTwice,
        [nameof(DeliveredAgainLater)] = DeliveredAgainLater,
        [nameof(Delay)] = Delay(TimeSpan.FromMilliseconds(20)),
        [nameof(Timeout)] = Timeout,
        [nameof(TimeoutAfterSuccess)] = TimeoutAfterSuccess,
    };

    /// <summary>Everything takes longer.</summary>
    public static Fault Delay(TimeSpan delay) => async exchange =>
    {
        await Task.Delay(delay, TimeProvider.System, exchange.Aborted);
        await exchange.ForwardAsync();
    };

    /// <summary>One of these, chosen by a seed and the request's number: the same run of requests meets the same faults.</summary>
    public static Fault Random(int seed, params Fault[] faults) => exchange => faults[(int)(SeededChance.Draw(seed, exchange.Request.Number, 1) * faults.Length)](exchange);
}
