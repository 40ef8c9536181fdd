using Microsoft.AspNetCore.Http;

namespace Reporting.Api.Hosting;

/// <summary>
/// One endpoint. Its class carries one <see cref="ApiRouteAttribute"/> for each method and route; both hosts find it by that and
/// call it through <c>ApiDispatcher</c>, which has checked the caller by then and turns exceptions into problem details.
/// </summary>
public interface IApiHandler
{
    /// <summary>Answers a request.</summary>
    Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken);
}
