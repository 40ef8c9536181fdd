using System.Reflection;
using Microsoft.AspNetCore.Http;
using Reporting.Api.Hosting;
using Reporting.Api.Json;
using Reporting.Api.Problems;

namespace Reporting.Api.Health;

/// <summary>Says whether the service can do its work: it runs and its tables answer.</summary>
[ApiRoute("GET", "health", ApiAccess.Anonymous)]
internal sealed class GetHealth(StorageProbe storage, TimeProvider time) : IApiHandler
{
    private static readonly string ProductVersion =
        typeof(GetHealth).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        await storage.AnswersAsync().WaitAsync(cancellationToken)
            ? Results.Json(new HealthAnswer("healthy", ProductVersion, time.GetUtcNow()), ApiJson.Default.HealthAnswer)
            : throw ProblemException.StorageUnavailable();
}
