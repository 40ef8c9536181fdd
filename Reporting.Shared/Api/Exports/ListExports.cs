using Microsoft.AspNetCore.Http;
using Reporting.Api.Hosting;
using Reporting.Api.Json;
using Reporting.Api.Requests;
using Reporting.Exports;
using Reporting.Exports.Jobs;

namespace Reporting.Api.Exports;

/// <summary>Lists exports, newest first.</summary>
[ApiRoute("GET", "exports", ApiAccess.Admin)]
internal sealed class ListExports(ExportLister lister) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        RequestFields fields = RequestReader.ReadQuery(context.Request);
        fields.Know("state", "report", "requestedBy", "createdSince", "createdBefore", "first", "after");
        var query = new ExportListQuery
        {
            States = StatesOf(fields),
            Report = fields.Text("report")?.ToLowerInvariant(),
            RequestedBy = fields.Text("requestedBy"),
            CreatedSince = fields.Time("createdSince"),
            CreatedBefore = fields.Time("createdBefore"),
            PageSize = (int)(fields.Number("first", 1, ExportLister.LargestPage) ?? ExportLister.DefaultPage),
            ContinuationToken = fields.Text("after"),
        };
        if (query.ContinuationToken is { } cursor && !ExportIds.IsValid(cursor))
        {
            fields.Refuse("after", "takes the cursor of the page before, as it was given.");
        }

        fields.ThrowIfRefused();
        return Results.Json(await lister.ListAsync(query, cancellationToken), ApiJson.Default.ExportListAnswer);
    }

    private static List<ExportState> StatesOf(RequestFields fields)
    {
        var states = new List<ExportState>();
        foreach (string name in fields.Texts("state") ?? [])
        {
            if (ExportStateNames.Find(name) is { } state)
            {
                states.Add(state);
            }
            else
            {
                fields.Refuse("state", $"takes one of {string.Join(", ", ExportStateNames.All)}.");
            }
        }

        return states;
    }
}
