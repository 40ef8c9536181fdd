using GraphQL;
using Microsoft.AspNetCore.Http;
using Reporting.Api.GraphQL.Limits;
using Reporting.Api.Hosting.Load;
using Reporting.Api.Requests;

namespace Reporting.Api.GraphQL.Http;

/// <summary>Runs a GraphQL query.</summary>
/// <remarks>The schema is docs/schema.graphql.</remarks>
[ApiRoute("GET", "graphql", ApiAccess.Admin)]
[ReadsQuery(typeof(GraphQLCall))]
[Responds(405, "The document is a mutation, which takes POST.")]
[Responds(200, GraphQLResponse.Executed, typeof(GraphQLResult), GraphQLResponse.ResponseType, GraphQLResponse.JsonType)]
[Responds(400, GraphQLResponse.Refused, typeof(GraphQLResult), GraphQLResponse.ResponseType, GraphQLResponse.JsonType)]
[ApiMemory(8)]
internal sealed class GetGraphQL(GraphQLExecutor executor, IGraphQLTextSerializer serializer) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        ExecutionResult result = GraphQLCallReader.Read(context.Request.Query, serializer, out ExecutionResult? refusal) is { } call
            ? await executor.ExecuteAsync(context, call, queriesOnly: true, cancellationToken)
            : refusal!;
        return new GraphQLResponse(result, serializer);
    }
}

/// <summary>Runs a GraphQL query or mutation.</summary>
/// <remarks>The schema is docs/schema.graphql.</remarks>
[ApiRoute("POST", "graphql", ApiAccess.Admin)]
[ReadsQuery]
[ReadsBody(typeof(GraphQLCall), "The document and its variables.")]
[Responds(200, GraphQLResponse.Executed, typeof(GraphQLResult), GraphQLResponse.ResponseType, GraphQLResponse.JsonType)]
[Responds(400, GraphQLResponse.Refused, typeof(GraphQLResult), GraphQLResponse.ResponseType, GraphQLResponse.JsonType)]
[ApiMemory(8)]
[ApiBodyLimit(GraphQLLimits.MaxBytes)]
internal sealed class PostGraphQL(GraphQLExecutor executor, IGraphQLTextSerializer serializer) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        JsonElement body = await RequestReader.ReadBodyAsync(context.Request, cancellationToken);
        ExecutionResult result = GraphQLCallReader.Read(body, serializer, out ExecutionResult? refusal) is { } call
            ? await executor.ExecuteAsync(context, call, queriesOnly: false, cancellationToken)
            : refusal!;
        return new GraphQLResponse(result, serializer);
    }
}
