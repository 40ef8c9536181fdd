using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Reporting.Api.Hosting;
using Reporting.Api.Requests;
using Reporting.Functions.Durable;

namespace Reporting.Functions.Hosting;

/// <summary>
/// From a trigger to its handler. The dispatcher checks the caller, writes the answer and turns every exception into problem details,
/// so nothing is left for the worker to write.
/// </summary>
public sealed class FunctionApi(DurableClientSource clients)
{
    /// <summary>Answers a request; a handler that may start, cancel or look up an export needs the durable client.</summary>
    public async Task RespondAsync<THandler>(HttpRequest request, DurableTaskClient? client = null)
        where THandler : IApiHandler
    {
        ArgumentNullException.ThrowIfNull(request);
        clients.Set(client);
        await ApiDispatcher.InvokeAsync<THandler>(request.HttpContext);
    }
}
