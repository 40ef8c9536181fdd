using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Reporting.Activity.Auditing;
using Reporting.Api.Hosting.Load;
using Reporting.Api.Problems;
using Reporting.Api.Requests;
using Reporting.Storage;

namespace Reporting.Api.Hosting;

/// <summary>The one way into the API for both hosts: checks the caller, runs the handler, writes the answer, never throws.</summary>
public static class ApiDispatcher
{
    /// <summary>Answers a request with <typeparamref name="THandler"/>.</summary>
    public static Task InvokeAsync<THandler>(HttpContext context)
        where THandler : IApiHandler =>
        InvokeAsync(context, typeof(THandler));

    /// <summary>Answers a request with the handler of that type.</summary>
    public static Task InvokeAsync(HttpContext context, Type handler)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RequestServices.GetRequiredService<ApiPipeline>().RunAsync(context, handler);
    }

    /// <summary>Answers a request that no endpoint takes: 404, or 405 when the path exists under another method.</summary>
    public static Task RefuseUnknownAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RequestServices.GetRequiredService<ApiPipeline>().RefuseUnknownAsync(context);
    }
}

/// <summary>Maps the API for a host with ASP.NET Core routing.</summary>
public static class ApiRouting
{
    /// <summary>Maps every endpoint below <c>/api/</c>, and problem details for every other path there.</summary>
    public static IEndpointRouteBuilder MapReportingApi(this IEndpointRouteBuilder routes)
    {
        foreach (ApiEndpoint endpoint in ApiEndpoints.All)
        {
            RequestDelegate answer = context => ApiDispatcher.InvokeAsync(context, endpoint.Handler);
            routes.MapMethods("/api/" + endpoint.Route, endpoint.Methods, answer);
        }

        RequestDelegate refuse = ApiDispatcher.RefuseUnknownAsync;
        routes.MapFallback("/api/{**path}", refuse);
        return routes;
    }
}

/// <summary>What happens around every handler: access, body limit, room, and problem details for whatever goes wrong.</summary>
internal sealed class ApiPipeline(AccessGate gate, LoadGate load, ILogger<ApiPipeline> logger)
{
    /// <summary>Answers a request with the handler of that type. Throws nothing: what left a function would be an empty 500.</summary>
    public Task RunAsync(HttpContext context, Type handlerType) =>
        HttpMethods.IsHead(context.Request.Method) ? HeadResponse.WriteAsync(context, () => RespondAsync(context, handlerType)) : RespondAsync(context, handlerType);

    /// <summary>Answers a request that no endpoint takes.</summary>
    public async Task RefuseUnknownAsync(HttpContext context)
    {
        CommonHeaders.Set(context.Response);
        IReadOnlyList<string> methods = RoutePaths.MethodsOf(context.Request.Path, endpoint => gate.Offers(context, endpoint));
        if (methods.Count > 0)
        {
            context.Response.Headers.Allow = string.Join(", ", methods);
        }

        await RespondAsync(context, methods.Count > 0
            ? new ProblemException(StatusCodes.Status405MethodNotAllowed, "method-not-allowed", $"This address takes {string.Join(", ", methods)}.")
            : ProblemException.UnknownAddress());
    }

    private async Task RespondAsync(HttpContext context, Type handlerType)
    {
        try
        {
            CommonHeaders.Set(context.Response);
            ApiEndpoint endpoint = ApiEndpoints.Find(handlerType, context.Request.Method);
            await gate.AdmitAsync(context, endpoint);
            RefuseUnknownQuery(context.Request, endpoint);
            BodyLimit.Apply(context, endpoint.MaximumBodyBytes);
            using IDisposable? room = await load.EnterAsync(context, endpoint);
            var handler = (IApiHandler)context.RequestServices.GetRequiredService(handlerType);
            IResult result = await handler.HandleAsync(context, context.RequestAborted);
            await result.ExecuteAsync(context);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted); // While it has room: a slow caller is one still.
        }
        catch (Exception exception)
        {
            await RespondAsync(context, exception);
        }
    }

    private static void RefuseUnknownQuery(HttpRequest request, ApiEndpoint endpoint)
    {
        if (request.Query.Count > 0 && !endpoint.ReadsQuery)
        {
            throw ProblemException.Invalid(request.Query.Keys.ToDictionary(name => name, IReadOnlyList<string> (_) => ["is not known here: this address takes no query."], StringComparer.Ordinal));
        }
    }

    private async Task RespondAsync(HttpContext context, Exception exception)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            return; // The caller is gone: there is no response to write, and no fault to log.
        }

        if (context.Response.HasStarted)
        {
            logger.FailedAfterStart(context.Request.Method, context.Request.Path, exception);
            context.Abort(); // A cut connection is the only way left to say that the answer is not whole.
            return;
        }

        try
        {
            await ProblemWriter.WriteAsync(context, Translate(context, exception));
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            logger.ResponseNotWritten(context.Request.Method, context.Request.Path, failure);
        }
    }

    private ProblemException Translate(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case ProblemException problem:
                return problem;
            case AuditUnavailableException:
                return ProblemException.Unavailable("audit-unavailable", exception.Message + " Try again in a few seconds.");
            case BadHttpRequestException { StatusCode: >= 400 and < 500 } bad:
                return new ProblemException(bad.StatusCode, "bad-request", "The request could not be read: " + bad.Message);
            case Exception failure when StorageFailures.IsUnavailable(failure):
                logger.StorageUnavailable(context.Request.Method, context.Request.Path, exception);
                return ProblemException.StorageUnavailable();
            default:
                logger.Failed(context.Request.Method, context.Request.Path, exception);
                return new ProblemException(StatusCodes.Status500InternalServerError, "internal-error", "Something went wrong on our side; the log holds it under this traceId.");
        }
    }
}

/// <summary>The headers of every answer, good or bad.</summary>
internal static class CommonHeaders
{
    // Pages of another origin see no other headers than these (Fetch standard, section 3.2.3); the pages in Azure are of another origin than the API.
    private const string SeenByPages = "ETag, Location, Retry-After, Feed-Cursor";

    /// <summary>Sets them: nothing is kept by a cache or guessed at, and pages see what they need.</summary>
    public static void Set(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.AccessControlExposeHeaders = SeenByPages;
    }
}

/// <summary>Matches a path with the catalogue, for the answer to a request that no endpoint takes.</summary>
internal static class RoutePaths
{
    /// <summary>The methods that <paramref name="path"/> takes among the endpoints that are offered; empty when nothing is there.</summary>
    public static IReadOnlyList<string> MethodsOf(PathString path, Func<ApiEndpoint, bool> isOffered)
    {
        string[] segments = Segments(path.Value ?? "");
        return segments is ["api", .. string[] rest]
            ? [.. ApiEndpoints.All.Where(endpoint => Matches(Segments(endpoint.Route), rest) && isOffered(endpoint)).SelectMany(endpoint => endpoint.Methods).Distinct(StringComparer.Ordinal)]
            : [];
    }

    private static bool Matches(string[] template, string[] segments) =>
        template.Length == segments.Length
        && template.Zip(segments).All(pair => (pair.First.StartsWith('{') && pair.Second.Length > 0) || string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));

    // As routing does: an end slash more or less is the same address, an empty segment is another.
    private static string[] Segments(string path)
    {
        string inner = path.StartsWith('/') ? path[1..] : path;
        return (inner.EndsWith('/') ? inner[..^1] : inner).Split('/');
    }
}

internal static partial class ApiLog
{
    [LoggerMessage(5001, LogLevel.Error, "{Method} {Path} failed.")]
    public static partial void Failed(this ILogger<ApiPipeline> logger, string method, string path, Exception exception);

    [LoggerMessage(5002, LogLevel.Error, "{Method} {Path} failed after its answer had begun; the connection was cut.")]
    public static partial void FailedAfterStart(this ILogger<ApiPipeline> logger, string method, string path, Exception exception);

    [LoggerMessage(5003, LogLevel.Information, "The answer to {Method} {Path} could not be written.")]
    public static partial void ResponseNotWritten(this ILogger<ApiPipeline> logger, string method, string path, Exception exception);

    [LoggerMessage(5004, LogLevel.Warning, "{Method} {Path}: storage does not answer.")]
    public static partial void StorageUnavailable(this ILogger<ApiPipeline> logger, string method, string path, Exception exception);
}
