using Microsoft.Extensions.Logging;

namespace Reporting.Api.GraphQL.Http;

internal static partial class GraphQLLog
{
    [LoggerMessage(5101, LogLevel.Error, "A GraphQL field could not be resolved.")]
    public static partial void ResolverFailed(this ILogger<GraphQLExecutor> logger, Exception exception);

    [LoggerMessage(5102, LogLevel.Warning, "A GraphQL field could not be resolved: storage does not answer.")]
    public static partial void StorageUnavailable(this ILogger<GraphQLExecutor> logger, Exception exception);
}
