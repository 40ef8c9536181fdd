using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Reporting.Activity.Auditing;
using Reporting.Api.Auditing;
using Reporting.Api.Json;
using Reporting.Api.Problems;
using Reporting.Api.Requests;
using Reporting.Exports;
using Reporting.Exports.Requests;
using Reporting.Exports.Slices;

namespace Reporting.Api.Exports;

/// <summary>Starts an export.</summary>
[ApiRoute("POST", "exports", ApiAccess.Admin)]
[RequestHeader("Idempotency-Key", "The same key with the same body gives the same export, for 24 hours.", IdempotencyKey.MaxLength)]
[Responds(202, "The export. Look at Location until its state is SUCCESSFUL.", typeof(ExportResponse))]
[Responds(422, "The Idempotency-Key was sent before with another request.")]
[Responds(429, "As many of your exports are running as one person may have.")]
[ResponseHeader("Location", "The export.")]
[ResponseHeader("Retry-After", "Seconds to wait before looking.", typeof(int))]
internal sealed class StartExport(ExportStarter starter, ExportLookup exports) : IApiHandler<ExportInput>
{
    public async Task<IResult> HandleAsync(HttpContext context, ExportInput input, CancellationToken cancellationToken)
    {
        string? key = IdempotencyKey.Read(context.Request);
        ExportStartResult result = await starter.StartAsync(context, input, key, cancellationToken);
        context.Response.Headers.Location = "/api/exports/" + result.Job!.Id;
        context.Response.Headers.RetryAfter = ((int)result.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        ExportStatus status = await exports.DescribeAsync(result.Job, cancellationToken);
        return ApiJson.Result(ExportResponses.Of(status), StatusCodes.Status202Accepted);
    }
}

/// <summary>Starts exports for REST and GraphQL, under the eyes of the audit log.</summary>
internal sealed class ExportStarter(ExportIntake intake, SelfAudit audit, IOptions<ExportsOptions> options, TimeProvider time)
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
        ExportStartResult result = await attempt.RunAsync(() => intake.StartAsync(
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

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    // What a caller sent stands in the log only as far as it can be a name.
    private static string Shown(string? name, string otherwise) =>
        name is { Length: > 0 and <= 40 } && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') ? name : name is null ? otherwise : "an unknown name";
}

/// <summary>Reads the header <c>Idempotency-Key</c>.</summary>
internal static class IdempotencyKey
{
    public const int MaxLength = 255;

    /// <summary>The key, or null.</summary>
    /// <exception cref="ProblemException">400: more than one, empty, or too long.</exception>
    public static string? Read(HttpRequest request)
    {
        if (!request.Headers.TryGetValue("Idempotency-Key", out var values))
        {
            return null;
        }

        return values is [{ Length: > 0 and <= MaxLength } key]
            ? key
            : throw ProblemException.Invalid("Idempotency-Key", "is a header that takes one text of 1 to 255 characters.");
    }
}
