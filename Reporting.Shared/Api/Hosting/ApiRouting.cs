using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Reporting.Api.Hosting;

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
