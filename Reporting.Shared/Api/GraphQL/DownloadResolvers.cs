using GraphQL;
using Reporting.Api.Exports;
using Reporting.Api.GraphQL.Types;
using Reporting.Api.Problems;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Exports.Requests;

namespace Reporting.Api.GraphQL;

/// <summary>Resolves downloads: the same work as the REST endpoints do.</summary>
internal static class DownloadResolvers
{
    /// <summary>Starts a download of a report.</summary>
    public static async Task<Download> StartAsync(IResolveFieldContext context, string report)
    {
        var input = new ExportInput
        {
            Report = report,
            Format = context.GetArgument<string?>("format") ?? "CSV",
            Since = context.GetArgument<DateTimeOffset?>("since"),
            Until = context.GetArgument<DateTimeOffset?>("until"),
            First = context.GetArgument<int?>("first"),
            Filters = context.GetArgument<string?>("organizationId") is { } organization ? Filter("organization", organization) : null,
        };
        ExportStartResult result = await context.GetService<ExportStarter>().StartAsync(context.GetHttpContext(), input, null, context.CancellationToken);
        return await DescribeAsync(context, result.Job!);
    }

    /// <summary>A download of a report.</summary>
    public static async Task<Download> FindAsync(IResolveFieldContext context, string report)
    {
        ExportJob? job = await context.GetService<ExportJobStore>().FindAsync(context.GetArgument<string>("id"), context.CancellationToken);
        return job is not null && string.Equals(job.Request.Report, report, StringComparison.Ordinal)
            ? await DescribeAsync(context, job)
            : throw ProblemException.NotFound($"There is no download of {report} with this id.");
    }

    /// <summary>Cancels a download.</summary>
    public static async Task<Download> CancelAsync(IResolveFieldContext context)
    {
        string id = context.GetArgument<string>("id");
        ExportWithdrawn withdrawn = await context.GetService<ExportEnder>().EndAsync(context.GetHttpContext(), id, context.CancellationToken);
        return await DescribeAsync(context, withdrawn.Job ?? throw ExportLookup.NotFound());
    }

    /// <summary>A page of downloads.</summary>
    public static async Task<DownloadConnection> ListAsync(IResolveFieldContext context)
    {
        string? after = context.GetArgument<string?>("after");
        if (after is not null && !ExportIds.IsValid(after))
        {
            throw ProblemException.Invalid("after", "takes the cursor of the page before, as it was given.");
        }

        var query = new ExportListQuery { PageSize = PageArguments.First(context, ExportLookup.DefaultPage, ExportLookup.LargestPage), ContinuationToken = after };
        ExportStatusPage page = await context.GetService<ExportLookup>().ListAsync(query, context.CancellationToken);
        Download[] downloads = [.. page.Items.Select(status => new Download(status))];
        return new DownloadConnection(
            [.. downloads.Select(download => new ConnectionEdge<Download>(download.Response.Id, download))],
            new ConnectionPageInfo(page.ContinuationToken is not null, after is not null, downloads.FirstOrDefault()?.Response.Id, downloads.LastOrDefault()?.Response.Id));
    }

    private static async Task<Download> DescribeAsync(IResolveFieldContext context, ExportJob job) =>
        new(await context.GetService<ExportLookup>().DescribeAsync(job, context.CancellationToken));

    private static Dictionary<string, IReadOnlyList<string>> Filter(string name, string value) => new(StringComparer.Ordinal) { [name] = [value] };
}
