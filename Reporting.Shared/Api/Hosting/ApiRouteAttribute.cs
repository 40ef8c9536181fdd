namespace Reporting.Api.Hosting;

/// <summary>The handler reads the query string and refuses what it does not know; that of every other endpoint must be empty.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReadsQueryAttribute : Attribute;

/// <summary>Names an endpoint's method and route.</summary>
/// <param name="method">HTTP method, upper case.</param>
/// <param name="route">Route below <c>/api/</c>, without a leading slash: <c>exports/{id}</c>.</param>
/// <param name="access">Who may call it.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class ApiRouteAttribute(string method, string route, ApiAccess access) : Attribute
{
    /// <summary>HTTP method, upper case.</summary>
    public string Method { get; } = method;

    /// <summary>Route below <c>/api/</c>, without a leading slash.</summary>
    public string Route { get; } = route;

    /// <summary>Who may call it.</summary>
    public ApiAccess Access { get; } = access;
}
