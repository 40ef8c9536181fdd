using GraphQL;
using Microsoft.AspNetCore.Http;

namespace Reporting.Api.GraphQL.Http;

/// <summary>Writes a result as the caller takes it (GraphQL over HTTP, section 6).</summary>
internal sealed class GraphQLAnswer(ExecutionResult result, IGraphQLTextSerializer serializer) : IResult
{
    private const string ResponseType = "application/graphql-response+json";
    private const string JsonType = "application/json";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // A caller that names only application/json may not know the newer type, under which a status other than 200 is an answer too.
        string accept = httpContext.Request.Headers.Accept.ToString();
        bool isPlain = accept.Contains(JsonType, StringComparison.OrdinalIgnoreCase) && !accept.Contains(ResponseType, StringComparison.OrdinalIgnoreCase);
        httpContext.Response.ContentType = (isPlain ? JsonType : ResponseType) + "; charset=utf-8";
        httpContext.Response.StatusCode = result.Executed || isPlain ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        await serializer.WriteAsync(httpContext.Response.Body, result, httpContext.RequestAborted);
    }
}
