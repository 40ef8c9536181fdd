using Microsoft.AspNetCore.Http;
using Reporting.Activity;
using Reporting.Api.Hosting;

namespace Reporting.Api.Activity;

/// <summary>Takes commits.</summary>
[ApiRoute("POST", "activity/commits", ApiAccess.ActivityWriter)]
[ApiBodyLimit(ActivityReceiver.MaximumBytes)]
internal sealed class IngestCommits(ActivityReceiver receiver) : IApiHandler
{
    public Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        receiver.ReceiveAsync(context, ActivityTable.Commits, cancellationToken);
}
