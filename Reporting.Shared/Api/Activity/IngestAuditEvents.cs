using Microsoft.AspNetCore.Http;
using Reporting.Activity;
using Reporting.Api.Hosting;

namespace Reporting.Api.Activity;

/// <summary>Takes audit events.</summary>
[ApiRoute("POST", "activity/audit-events", ApiAccess.ActivityWriter)]
[ApiBodyLimit(ActivityReceiver.MaximumBytes)]
internal sealed class IngestAuditEvents(ActivityReceiver receiver) : IApiHandler
{
    public Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        receiver.ReceiveAsync(context, ActivityTable.AuditEvents, cancellationToken);
}
