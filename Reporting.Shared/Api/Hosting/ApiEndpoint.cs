using Microsoft.AspNetCore.Http;

namespace Reporting.Api.Hosting;

/// <summary>One method and route of the API.</summary>
/// <param name="Method">HTTP method, upper case.</param>
/// <param name="Route">Route below <c>/api/</c>, without a leading slash.</param>
/// <param name="Access">Who may call it.</param>
/// <param name="Handler">The class that answers; implements <see cref="IApiHandler"/>.</param>
/// <param name="MaximumBodyBytes">Longest body it takes, as sent.</param>
public sealed record ApiEndpoint(string Method, string Route, ApiAccess Access, Type Handler, long MaximumBodyBytes)
{
    /// <summary>The methods that it answers: HEAD wherever GET (RFC 9110, section 9.1: every general-purpose server supports both).</summary>
    public IReadOnlyList<string> Methods => string.Equals(Method, HttpMethods.Get, StringComparison.Ordinal) ? [HttpMethods.Get, HttpMethods.Head] : [Method];
}
