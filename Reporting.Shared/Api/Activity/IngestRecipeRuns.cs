using Microsoft.AspNetCore.Http;
using Reporting.Activity;
using Reporting.Api.Hosting;

namespace Reporting.Api.Activity;

/// <summary>Takes recipe runs.</summary>
[ApiRoute("POST", "activity/recipe-runs", ApiAccess.ActivityWriter)]
[ApiBodyLimit(ActivityReceiver.MaximumBytes)]
internal sealed class IngestRecipeRuns(ActivityReceiver receiver) : IApiHandler
{
    public Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        receiver.ReceiveAsync(context, ActivityTable.RecipeRuns, cancellationToken);
}
