using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Reporting.Activity.Scanning;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Pacing;
using Reporting.Exports.Planning;
using Reporting.Exports.Slices;
using Reporting.Formats;
using Reporting.Reports;
using Reporting.Reports.Definitions;
using Reporting.Reports.Reading;

namespace Reporting.Exports.Workflow;

/// <summary>Result of the slice step: which execution counts. Its hashes and times stand in the table <c>exportslices</c>.</summary>
/// <param name="Slice">Number of the slice.</param>
/// <param name="Part">Number of the part.</param>
/// <param name="Attempt">16 lower-case hex digits drawn inside the execution.</param>
/// <param name="Rows">Rows written.</param>
/// <param name="Bytes">Bytes staged.</param>
/// <param name="Cursor">Where the next part goes on, or null when the slice (or its limit) is done.</param>
/// <param name="Canceled">True when the execution stopped because the job is cancelled or has ended; the part is not whole then.</param>
public sealed record SliceResult(int Slice, int Part, string Attempt, long Rows, long Bytes, string? Cursor, bool Canceled = false);

/// <summary>The slice step: writes a part of the file under a name of its own, so that it can run twice and at once.</summary>
internal sealed class SliceStep(
    ActiveJobs jobs, ExportFiles files, SliceStore slices, IReportSource source, FormatCatalogue formats, FormatOptionsFactory formatOptions,
    BlockBuffers buffers, RowRateLimiter limiter, RateShares shares, IOptions<ExportsOptions> options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(options.Value.MaxParallelSlices);

    public async Task<SliceResult> RunAsync(SliceRequest request, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            using IDisposable share = shares.Join();
            return await WriteAsync(request, cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private async Task<SliceResult> WriteAsync(SliceRequest request, CancellationToken cancellationToken)
    {
        string attempt = RandomNumberGenerator.GetHexString(16, lowercase: true);
        using ActiveJob atWork = jobs.Join(request.JobId);
        ExportJob? job = await atWork.LookAsync(cancellationToken);
        if (!SliceHeartbeat.MayWork(job))
        {
            return Stopped();
        }

        StoredPlan plan = await atWork.ReadPlanAsync(cancellationToken) ?? throw new ExportStepException("The export's plan is gone.");
        ExportsOptions settings = options.Value;
        var watch = new SliceHeartbeat(request.JobId, atWork, slices, time, TimeSpan.FromSeconds(settings.ProgressSeconds));
        SliceWork work = Describe(job!, plan, request, attempt);
        await using var exporter = new SliceExporter(work, source, limiter.GateOf(request.JobId), buffers, watch, time, TimeSpan.FromSeconds(settings.SliceSeconds));
        if (await exporter.RunAsync(cancellationToken) is not { } row)
        {
            return Stopped();
        }

        await slices.WriteAsync(request.JobId, row, cancellationToken);
        return new SliceResult(request.Slice, request.Part, attempt, row.Rows, row.Bytes, row.Cursor);

        SliceResult Stopped() => new(request.Slice, request.Part, attempt, 0, 0, null, Canceled: true);
    }

    private SliceWork Describe(ExportJob job, StoredPlan plan, SliceRequest request, string attempt)
    {
        ReportDefinition report = ReportCatalogue.Find(job.Request.Report);
        IReportFormat format = formats.Find(job.Request.Format) ?? throw new ExportStepException("The export's format is not known to this version.");
        IReadOnlyList<ReportColumn> shown = SliceColumns.Shown(report, format, job.Request);
        return new SliceWork(
            request, attempt, RestOf(plan.Slices[request.Slice].Ranges, request.Cursor), SliceColumns.Query(report, format, shown, job.Request, plan.Changed),
            SliceColumns.ToOutput(shown), format, formatOptions.Create(job.Request.Bom, job.Request.SpreadsheetSafe), job.Request.Gzip,
            files.Blob(ExportNames.File(job, report, format)));
    }

    /// <summary>What lies behind the cursor.</summary>
    private static IReadOnlyList<KeyRange> RestOf(IReadOnlyList<KeyRange> ranges, string? cursor) => cursor is null
        ? ranges
        :
        [
            .. ranges
                .Where(range => string.CompareOrdinal(range.To, cursor) > 0)
                .Select(range => string.CompareOrdinal(range.From, cursor) <= 0 ? range.After(cursor) : range),
        ];
}
