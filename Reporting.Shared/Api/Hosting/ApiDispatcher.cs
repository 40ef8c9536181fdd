using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

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
