using Microsoft.Extensions.Options;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Manifests;
using Reporting.Exports.Planning;
using Reporting.Exports.Slices;
using Reporting.Formats;
using Reporting.Reports;
using Reporting.Reports.Definitions;

namespace Reporting.Exports.Workflow;

/// <summary>Payload of the commit step.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Slices">The last part of each slice, in order; their rows lead to the parts before, so the payload stays small however often a slice had to go on.</param>
public sealed record CommitRequest(string JobId, IReadOnlyList<SlicePart> Slices);

/// <summary>Result of the commit step.</summary>
/// <param name="Committed">False when the job was cancelled before its file was made.</param>
/// <param name="FileName">Blob name in the container <c>exports</c>.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Rows">Rows in it.</param>
/// <param name="Sha256">Lower-case hex SHA-256 of the file, or null above <c>Exports:WholeFileHashMaxBytes</c>.</param>
/// <param name="ManifestSha256">Lower-case hex SHA-256 of the manifest.</param>
public sealed record ExportFile(bool Committed, string FileName, long Bytes, long Rows, string? Sha256, string? ManifestSha256);

/// <summary>
/// The commit step: makes the file of exactly the executions named, reads it back, then writes its manifest. It happens once: a process that runs it
/// again, after a lost answer or at the same time, finds the same file and manifest and returns the same.
/// </summary>
internal sealed class CommitStep(
    ExportJobStore jobs, ExportFiles files, SliceStore slices, FormatCatalogue formats, ManifestWriter manifests, IOptions<ExportsOptions> options)
{
    public async Task<ExportFile> RunAsync(CommitRequest request, CancellationToken cancellationToken)
    {
        ExportJob? job = await jobs.FindAsync(request.JobId, cancellationToken);
        if (!MayCommit(job))
        {
            return NotCommitted();
        }

        StoredPlan plan = await PlanFile.FindAsync(files, job!.Id, cancellationToken) ?? throw new ExportStepException("The export's plan is gone.");
        IReadOnlyList<SliceRow> parts = await slices.ReadAsync(job.Id, request.Slices, cancellationToken);
        ReportDefinition report = ReportCatalogue.Find(job.Request.Report);
        IReportFormat format = formats.Find(job.Request.Format) ?? throw new ExportStepException("The export's format is not known to this version.");
        string name = ExportNames.File(job, report, format);
        parts = await BlockCommit.RunAsync(files.Blob(name), job, format.ContentType, parts, cancellationToken);

        // The job may have been ended from outside (by the reaper, say) while the blocks were put together; who ended it has cleaned up by now.
        if (!MayCommit(await jobs.FindAsync(job.Id, cancellationToken), evenCanceled: true))
        {
            await files.DeleteAsync(name, cancellationToken);
            return NotCommitted();
        }

        long length = parts.Sum(part => part.Bytes);
        string? sha256 = await FileHash.VerifyAsync(files.Blob(name), parts, hashWhole: length <= options.Value.WholeFileHashMaxBytes, cancellationToken);
        string manifestSha256 = await manifests.WriteAsync(job, plan, report, format, ExportNames.Attachment(name), parts, sha256, cancellationToken);

        // Once more, now that all of it stands: a process that ends the job from here on finds and removes it all.
        ExportJob? last = await jobs.FindAsync(job.Id, cancellationToken);
        if (!MayCommit(last, evenCanceled: true))
        {
            await CleanUpAsync(last, job.Id, name, cancellationToken);
            return NotCommitted();
        }

        return new ExportFile(true, name, length, parts.Sum(part => part.Rows), sha256, manifestSha256);
    }

    /// <summary>A job that ended well has been committed before; running the commit again must give the same.</summary>
    private static bool MayCommit(ExportJob? job, bool evenCanceled = false) => job switch
    {
        { State: ExportState.InProgress } => evenCanceled || !job.CancelRequested,
        { State: ExportState.Successful } => true,
        _ => false,
    };

    /// <summary>The manifest of a file that was there and has expired is evidence, and stays.</summary>
    private Task CleanUpAsync(ExportJob? job, string jobId, string fileName, CancellationToken cancellationToken) =>
        job is { State: ExportState.Expired } ? files.DeleteAsync(fileName, cancellationToken) : files.DeleteAllAsync(jobId, cancellationToken);

    private static ExportFile NotCommitted() => new(false, "", 0, 0, null, null);
}
