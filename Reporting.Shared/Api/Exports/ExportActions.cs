using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Reporting.Activity.Auditing;
using Reporting.Api.Auditing;
using Reporting.Api.Problems;
using Reporting.Exports;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;

namespace Reporting.Api.Exports;

/// <summary>Starts exports for REST and GraphQL, under the eyes of the audit log.</summary>
internal sealed class ExportStarter(ExportService exports, SelfAudit audit, IOptions<ExportsOptions> options, TimeProvider time)
{
    /// <summary>Starts an export.</summary>
    /// <exception cref="ProblemException">400, 422 or 429.</exception>
    /// <exception cref="AuditUnavailableException">It could not be audited, so it was not started.</exception>
    public async Task<ExportStartResult> StartAsync(HttpContext context, ExportInput input, string? idempotencyKey, CancellationToken cancellationToken)
    {
        // The event's time is the request's, and an export ends before its request: none holds the event of its own start.
        DateTimeOffset requestedAt = time.GetUtcNow();
        string what = $"export of {Shown(input.Report, "no report")} as {Shown(input.Format, "its first format")}";
        AuditActor actor = context.GetActor();
        AuditAttempt attempt = await audit.BeginAsync(AuditedAction.StartExport, actor, "Start an " + what, cancellationToken, requestedAt);
        ExportStartResult result = await attempt.RunAsync(() => exports.StartAsync(
            new ExportStart
            {
                Input = input, RequestedBy = actor.UserId, RequesterIssuer = actor.Issuer, RequesterSubject = actor.Subject, RequestedAt = requestedAt, IdempotencyKey = idempotencyKey,
            },
            cancellationToken));
        if (result.Job is { } job)
        {
            await attempt.SucceedAsync(result.Outcome == ExportStartOutcome.Started ? $"Started {job.Id}, an {what}" : $"Asked again for {job.Id}, an {what}");
            return result;
        }

        ProblemException problem = Describe(result);
        await attempt.FailAsync($"Did not start an {what}: {problem.Code}");
        throw problem;
    }

    private ProblemException Describe(ExportStartResult result) => result.Outcome switch
    {
        ExportStartOutcome.Invalid => ProblemException.Invalid(result.Problems
            .GroupBy(problem => problem.Field, StringComparer.Ordinal)
            .ToDictionary(field => field.Key, IReadOnlyList<string> (field) => [.. field.Select(problem => problem.Message)], StringComparer.Ordinal)),
        ExportStartOutcome.KeyConflict => new(422, "idempotency-key-conflict", "This Idempotency-Key was sent before with another request. Send a new key with a new request."),
        ExportStartOutcome.TooManyRunning => new(429, "too-many-exports", $"You have {Number(options.Value.MaxRunningPerUser)} exports running, the most that one person may have. Wait for one to end, or cancel one.")
        {
            RetryAfterSeconds = (int)result.RetryAfter.TotalSeconds,
        },
        _ => throw new InvalidOperationException($"No job for the outcome {result.Outcome}."),
    };

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    // What a caller sent stands in the log only as far as it can be a name.
    private static string Shown(string? name, string otherwise) =>
        name is { Length: > 0 and <= 40 } && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') ? name : name is null ? otherwise : "an unknown name";
}

/// <summary>Cancels and deletes exports for REST and GraphQL, under the eyes of the audit log.</summary>
internal sealed class ExportEnder(ExportService exports, SelfAudit audit)
{
    /// <summary>Cancels the export when it runs, deletes its file when it has ended.</summary>
    /// <exception cref="ProblemException">404.</exception>
    public async Task<ExportDeleteOutcome> EndAsync(HttpContext context, string id, CancellationToken cancellationToken)
    {
        ExportJob job = await exports.FindAsync(id, cancellationToken) ?? throw ExportLookup.NotFound();
        bool isRunning = ExportTransitions.IsRunning(job.State);
        string what = $"{job.Id}, an export of {job.Request.Report} as {job.Request.Format}";
        AuditedAction action = isRunning ? AuditedAction.CancelExport : AuditedAction.DeleteExport;
        AuditAttempt attempt = await audit.BeginAsync(action, context.GetActor(), (isRunning ? "Cancel " : "Delete the file of ") + what, cancellationToken);
        ExportDeleteOutcome outcome = await attempt.RunAsync(() => exports.DeleteAsync(id, context.GetActor().UserId, cancellationToken));
        await attempt.SucceedAsync(outcome switch
        {
            ExportDeleteOutcome.CancelRequested => "Asked to cancel " + what,
            ExportDeleteOutcome.FileDeleted => "Deleted the file of " + what,
            _ => "Found no file to delete of " + what,
        });
        return outcome;
    }
}

/// <summary>Lists exports for REST and GraphQL.</summary>
internal sealed class ExportLister(ExportService exports)
{
    public const int DefaultPage = 25;
    public const int LargestPage = 200;

    /// <summary>A page of exports with their progress, without links.</summary>
    public async Task<ExportListResponse> ListAsync(ExportListQuery query, CancellationToken cancellationToken)
    {
        ExportPage page = await exports.ListAsync(query, cancellationToken);
        ExportStatus[] statuses = await Task.WhenAll(page.Jobs.Select(job => exports.DescribeAsync(job, cancellationToken)));
        return new ExportListResponse([.. statuses.Select(status => ExportResponses.Of(status))], page.ContinuationToken);
    }
}

/// <summary>Makes links for a caller and writes into the audit log that they were given: once for each job, person and quarter of an hour.</summary>
internal sealed class ExportLinkMinter(IExportLinks links, OccasionalAudit audit)
{
    /// <summary>A link to the job's file.</summary>
    public Task<ExportLink> MintFileAsync(HttpContext context, ExportJob job, CancellationToken cancellationToken) =>
        MintAsync(context, job, "file", links.CreateFileLinkAsync, cancellationToken);

    /// <summary>A link to the job's manifest.</summary>
    public Task<ExportLink> MintManifestAsync(HttpContext context, ExportJob job, CancellationToken cancellationToken) =>
        MintAsync(context, job, "manifest", links.CreateManifestLinkAsync, cancellationToken);

    /// <summary>A link to the signature of the job's manifest.</summary>
    public Task<ExportLink> MintSignatureAsync(HttpContext context, ExportJob job, CancellationToken cancellationToken) =>
        MintAsync(context, job, "manifest's signature", links.CreateSignatureLinkAsync, cancellationToken);

    private async Task<ExportLink> MintAsync(
        HttpContext context, ExportJob job, string what, Func<ExportJob, CancellationToken, Task<ExportLink>> mint, CancellationToken cancellationToken)
    {
        ExportLink link = await mint(job, cancellationToken);
        await audit.WriteAsync(
            context, AuditedAction.DownloadExport, $"{job.Id} {what}", $"Gave a link to the {what} of {job.Id}, an export of {job.Request.Report} as {job.Request.Format}",
            job.EndedAt ?? job.CreatedAt, cancellationToken);
        return link;
    }
}
