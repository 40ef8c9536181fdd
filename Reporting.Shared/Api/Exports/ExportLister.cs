using Reporting.Exports;
using Reporting.Exports.Jobs;

namespace Reporting.Api.Exports;

/// <summary>Lists exports for REST and GraphQL.</summary>
internal sealed class ExportLister(ExportService exports)
{
    public const int DefaultPage = 25;
    public const int LargestPage = 200;

    /// <summary>A page of exports with their progress, without links.</summary>
    public async Task<ExportListAnswer> ListAsync(ExportListQuery query, CancellationToken cancellationToken)
    {
        ExportPage page = await exports.ListAsync(query, cancellationToken);
        ExportStatus[] statuses = await Task.WhenAll(page.Jobs.Select(job => exports.DescribeAsync(job, cancellationToken)));
        return new ExportListAnswer([.. statuses.Select(status => ExportAnswers.Of(status))], page.ContinuationToken);
    }
}
