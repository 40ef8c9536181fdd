using GraphQL;
using Microsoft.AspNetCore.Http;
using Reporting.Api.Hosting;
using Reporting.Api.Hosting.Load;

namespace Reporting.Api.GraphQL.Http;

/// <summary>GraphQL by GET, for queries only.</summary>
[ApiRoute("GET", "graphql", ApiAccess.Admin)]
[ApiMemory(8)]
internal sealed class GetGraphQL(GraphQLExecutor executor, IGraphQLTextSerializer serializer) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        ExecutionResult result = GraphQLCallReader.Read(context.Request.Query, serializer, out ExecutionResult? refusal) is { } call
            ? await executor.ExecuteAsync(context, call, queriesOnly: true, cancellationToken)
            : refusal!;
        return new GraphQLAnswer(result, serializer);
    }
}
