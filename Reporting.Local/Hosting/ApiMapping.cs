using System.Reflection;
using Reporting.Api.Hosting;

namespace Reporting.Local.Hosting;

/// <summary>Maps every endpoint of the core by its <see cref="ApiRouteAttribute"/>, below <c>/api/</c>.</summary>
internal static class ApiMapping
{
    public static void MapReportingApi(this WebApplication application)
    {
        MethodInfo map = typeof(ApiMapping).GetMethod(nameof(Map), BindingFlags.NonPublic | BindingFlags.Static)!;
        foreach (Type handler in typeof(IApiHandler).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IApiHandler))))
        {
            map.MakeGenericMethod(handler).Invoke(null, [application, handler.GetCustomAttributes<ApiRouteAttribute>()]);
        }
    }

    private static void Map<THandler>(WebApplication application, IEnumerable<ApiRouteAttribute> routes)
        where THandler : class, IApiHandler
    {
        foreach (ApiRouteAttribute route in routes)
        {
            application.MapMethods("/api/" + route.Route, [route.Method], (HttpContext context, ApiDispatcher dispatcher) => dispatcher.InvokeAsync<THandler>(context));
        }
    }
}
