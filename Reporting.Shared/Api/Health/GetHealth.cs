using System.Reflection;
using Azure;
using Microsoft.AspNetCore.Http;
using Reporting.Api.Hosting;
using Reporting.Api.Json;
using Reporting.Api.Problems;
using Reporting.Storage;

namespace Reporting.Api.Health;

/// <summary>Says whether the service can do its work: it runs and its tables answer.</summary>
[ApiRoute("GET", "health", ApiAccess.Anonymous)]
internal sealed class GetHealth(ReportingStorage storage, TimeProvider time) : IApiHandler
{
    private static readonly string ProductVersion =
        typeof(GetHealth).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        try
        {
            // The table service names no such table, and says so: that is an answer, and costs it nothing.
            await foreach (var _ in storage.Tables.QueryAsync(table => table.Name == "none", 1, cancellationToken))
            {
            }
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException)
        {
            throw ProblemException.Unavailable("storage-unavailable", "Storage does not answer at the moment.");
        }

        return Results.Json(new HealthAnswer("healthy", ProductVersion, time.GetUtcNow()), ApiJson.Default.HealthAnswer);
    }
}
