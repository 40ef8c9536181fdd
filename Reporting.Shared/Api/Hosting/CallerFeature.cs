using Microsoft.AspNetCore.Http;
using Reporting.Access;

namespace Reporting.Api.Hosting;

/// <summary>Keeps the verified caller with the request.</summary>
internal static class CallerFeature
{
    /// <summary>The caller that the gate let through.</summary>
    /// <exception cref="InvalidOperationException">The endpoint is open to anybody, so nobody was looked at.</exception>
    public static Caller GetCaller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("This endpoint has no verified caller.");

    /// <summary>Keeps the caller.</summary>
    public static void SetCaller(this HttpContext context, Caller caller) => context.Features.Set(caller);
}
