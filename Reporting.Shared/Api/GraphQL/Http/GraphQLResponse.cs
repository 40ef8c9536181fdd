using System.Text.Json.Nodes;
using GraphQL;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Reporting.Api.GraphQL.Http;

/// <summary>A result as it is written (GraphQL specification, section 7.1); <see cref="ExecutionResult"/> in JSON.</summary>
/// <param name="Data">The fields asked for; null where one that failed cannot be, absent where nothing was executed.</param>
/// <param name="Errors">What failed.</param>
internal sealed record GraphQLResult(JsonObject? Data, IReadOnlyList<GraphQLFault>? Errors);

/// <summary>An error of a result.</summary>
/// <param name="Message">What was wrong and what to do.</param>
/// <param name="Locations">Where in the document.</param>
/// <param name="Path">The field of the result.</param>
/// <param name="Extensions"><c>code</c> names the kind of error.</param>
internal sealed record GraphQLFault(string Message, JsonArray? Locations, JsonArray? Path, JsonObject? Extensions);

/// <summary>Writes a result as the caller takes it (GraphQL over HTTP, section 6).</summary>
internal sealed class GraphQLResponse(ExecutionResult result, IGraphQLTextSerializer serializer) : IResult
{
    /// <summary>The code of a hash that comes without its document. The answer is a 200, since some clients look into no other.</summary>
    public const string NotPersisted = "PERSISTED_QUERY_NOT_SUPPORTED";

    public const string ResponseType = "application/graphql-response+json";
    public const string JsonType = "application/json";
    public const string Executed = "The result. A field that failed is null and stands in errors.";
    public const string Refused = "The request was refused before anything was resolved.";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // A caller that prefers application/json may not know the newer type, under which a status other than 200 is an answer too.
        bool isPlain = MediaTypeHeaderValue.TryParseList(httpContext.Request.Headers.Accept, out IList<MediaTypeHeaderValue>? accepted)
            && Preference(accepted, JsonType).CompareTo(Preference(accepted, ResponseType)) > 0;
        httpContext.Response.ContentType = (isPlain ? JsonType : ResponseType) + "; charset=utf-8";
        httpContext.Response.StatusCode = result.Executed || isPlain || result.Errors is [{ Code: NotPersisted }] ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        await serializer.WriteAsync(httpContext.Response.Body, result, httpContext.RequestAborted);
    }

    // By quality, then by how exactly the type is named: the most exact range says the quality (RFC 9110, section 12.5.1).
    private static (double Quality, int Exactness) Preference(IList<MediaTypeHeaderValue>? accepted, string type) =>
        (accepted ?? []).Select(range => (Quality: range.Quality ?? 1, Exactness: ExactnessOf(range, type)))
            .Where(range => range.Exactness > 0)
            .OrderByDescending(range => range.Exactness)
            .FirstOrDefault();

    // By name: the framework counts a type with the suffix +json as one of application/json.
    private static int ExactnessOf(MediaTypeHeaderValue range, string type) =>
        range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase) ? 3
        : range.MediaType.Equals("application/*", StringComparison.OrdinalIgnoreCase) ? 2
        : range.MediaType.Equals("*/*", StringComparison.Ordinal) ? 1
        : 0;
}
