using System.Reflection;
using Azure;
using Microsoft.AspNetCore.Http;
using Reporting.Api.Json;
using Reporting.Api.Problems;
using Reporting.Api.Requests;
using Reporting.Storage;

namespace Reporting.Api.Health;

/// <summary>Says whether the service can do its work.</summary>
[ApiRoute("GET", "health", ApiAccess.Anonymous)]
[Responds(200, "It runs and its tables answer.", typeof(HealthResponse))]
[Responds(503, "Storage does not answer.")]
internal sealed class GetHealth(StorageProbe storage, TimeProvider time) : IApiHandler
{
    private static readonly string ProductVersion =
        typeof(GetHealth).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        await storage.IsReachableAsync().WaitAsync(cancellationToken)
            ? ApiJson.Result(new HealthResponse("healthy", ProductVersion, time.GetUtcNow()))
            : throw ProblemException.StorageUnavailable();
}

/// <summary>Answer of the health endpoint.</summary>
/// <param name="Status"><c>healthy</c>.</param>
/// <param name="Version">The product's version.</param>
/// <param name="Time">The service's clock.</param>
public sealed record HealthResponse(string Status, string Version, DateTimeOffset Time);

/// <summary>
/// Asks storage whether it answers: one question at a time however many want to know, and with little patience. So health costs next to
/// nothing under a flood, and is answered within seconds when storage hangs.
/// </summary>
internal sealed class StorageProbe(ReportingStorage storage, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<bool>? _answer;
    private long _askedAt;

    /// <summary>Whether storage answers, as of a second ago at most.</summary>
    public Task<bool> IsReachableAsync()
    {
        lock (_lock)
        {
            if (_answer is null || (_answer.IsCompleted && time.GetElapsedTime(_askedAt) >= Freshness))
            {
                _askedAt = time.GetTimestamp();
                _answer = AskAsync();
            }

            return _answer;
        }
    }

    private async Task<bool> AskAsync()
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            // The table service names no such table, and says so: that is an answer, and costs it nothing.
            await foreach (var _ in storage.Tables.QueryAsync(table => table.Name == "none", 1, patience.Token))
            {
            }

            return true;
        }
        catch (Exception exception) when (exception is RequestFailedException || StorageFailures.IsUnavailable(exception))
        {
            return false;
        }
    }
}
