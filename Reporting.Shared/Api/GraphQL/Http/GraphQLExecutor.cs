using GraphQL;
using GraphQL.Execution;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Reporting.Activity.Auditing;
using Reporting.Api.GraphQL.Limits;
using Reporting.Api.GraphQL.Types;
using Reporting.Api.Problems;
using Reporting.Storage;

namespace Reporting.Api.GraphQL.Http;

/// <summary>Runs a GraphQL request within its limits. Errors carry a code and a sentence, and nothing of the inside.</summary>
internal sealed class GraphQLExecutor(IDocumentExecuter executer, IDocumentBuilder documents, ReportingSchema schema, TimeProvider time, ILogger<GraphQLExecutor> logger)
{
    /// <summary>The request's result; with <paramref name="queriesOnly"/> a mutation is refused.</summary>
    public async Task<ExecutionResult> ExecuteAsync(HttpContext context, GraphQLCall call, bool queriesOnly, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(GraphQLLimits.MaxTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await ExecuteWithinAsync(context, call, queriesOnly, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new ExecutionResult(new TimeoutError(FormattableString.Invariant($"The request took longer than {GraphQLLimits.MaxTime.TotalSeconds} seconds.")));
        }
    }

    /// <summary>A result that is one error.</summary>
    public static ExecutionResult Refuse(string code, string message) => new(new ExecutionError(message) { Code = code });

    private async Task<ExecutionResult> ExecuteWithinAsync(HttpContext context, GraphQLCall call, bool queriesOnly, CancellationToken cancellationToken)
    {
        if (call.Query.Length > GraphQLLimits.MaxCharacters)
        {
            return Refuse("DOCUMENT_TOO_LARGE", FormattableString.Invariant($"The document is longer than {GraphQLLimits.MaxCharacters} characters."));
        }

        GraphQLDocument document;
        try
        {
            document = documents.Build(call.Query);
        }
        catch (ExecutionError error)
        {
            return new ExecutionResult(error);
        }
        catch (GraphQLMaxDepthExceededException)
        {
            return Refuse("DOCUMENT_TOO_LARGE", "The document has brackets within brackets without end.");
        }

        if (DocumentSize.Measure(document, cancellationToken).Refusal is { } refusal)
        {
            return Refuse(refusal.Code, refusal.Message);
        }

        if (document.Definitions.OfType<GraphQLOperationDefinition>().Any(operation => operation.Operation == OperationType.Subscription))
        {
            // GraphQL specification, section 5.2.1.1: the schema has a type for every operation of the document, also for those that are not run.
            return Refuse("SUBSCRIPTION_NOT_SUPPORTED", "This service has no subscriptions: send queries, and ask again for what changes.");
        }

        if (queriesOnly && Selected(document, call.OperationName)?.Operation == OperationType.Mutation)
        {
            context.Response.Headers.Allow = "POST";
            throw new ProblemException(405, "method-not-allowed", "GET is for queries only: send mutations by POST.");
        }

        return await executer.ExecuteAsync(new ExecutionOptions
        {
            Schema = schema,
            Query = call.Query,
            Document = document,
            OperationName = call.OperationName,
            Variables = call.Variables,
            UserContext = ResolverContext.Of(context),
            RequestServices = context.RequestServices,
            CancellationToken = cancellationToken,
            UnhandledExceptionDelegate = failure => TranslateAsync(context, failure),
        });
    }

    // GraphQL specification, section 6.1: the operation of that name, or the only one; none where that is an error, which the execution tells.
    private static GraphQLOperationDefinition? Selected(GraphQLDocument document, string? name)
    {
        GraphQLOperationDefinition[] operations = [.. document.Definitions.OfType<GraphQLOperationDefinition>()];
        return name is not null ? Array.Find(operations, operation => operation.Name?.Value == name)
            : operations.Length == 1 ? operations[0]
            : null;
    }

    private Task TranslateAsync(HttpContext context, UnhandledExceptionContext failure)
    {
        failure.Exception = failure.OriginalException switch
        {
            ProblemException problem => Describe(problem),
            AuditUnavailableException unavailable => new ExecutionError(unavailable.Message) { Code = "AUDIT_UNAVAILABLE" },
            Exception exception when StorageFailures.IsUnavailable(exception) => DescribeUnavailable(exception),
            Exception exception => Hide(context, exception),
        };
        return Task.CompletedTask;
    }

    private static ExecutionError Describe(ProblemException problem)
    {
        var error = new ExecutionError(problem.Message) { Code = problem.Code.Replace('-', '_').ToUpperInvariant() };
        if (problem.Errors is { } fields)
        {
            error.AddExtension("errors", fields);
        }

        if (problem.RetryAfterSeconds is { } seconds)
        {
            error.AddExtension("retryAfterSeconds", seconds);
        }

        return error;
    }

    private ExecutionError DescribeUnavailable(Exception exception)
    {
        logger.StorageUnavailable(exception);
        return Describe(ProblemException.StorageUnavailable());
    }

    private ExecutionError Hide(HttpContext context, Exception exception)
    {
        logger.ResolverFailed(exception);
        return new ExecutionError($"Something went wrong on our side; the log holds it under the trace {ProblemWriter.TraceIdOf(context)}.") { Code = "INTERNAL_ERROR" };
    }
}

internal static partial class GraphQLLog
{
    [LoggerMessage(5101, LogLevel.Error, "A GraphQL field could not be resolved.")]
    public static partial void ResolverFailed(this ILogger<GraphQLExecutor> logger, Exception exception);

    [LoggerMessage(5102, LogLevel.Warning, "A GraphQL field could not be resolved: storage does not answer.")]
    public static partial void StorageUnavailable(this ILogger<GraphQLExecutor> logger, Exception exception);
}
