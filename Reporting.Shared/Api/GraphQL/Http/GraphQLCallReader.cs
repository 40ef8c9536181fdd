using System.Text.Json;
using GraphQL;
using Microsoft.AspNetCore.Http;

namespace Reporting.Api.GraphQL.Http;

/// <summary>Reads GraphQL requests.</summary>
internal static class GraphQLCallReader
{
    /// <summary>Reads a request from a JSON body; null, and why, when it is none.</summary>
    public static GraphQLCall? Read(JsonElement body, IGraphQLTextSerializer serializer, out string problem)
    {
        problem = body.ValueKind switch
        {
            JsonValueKind.Array => "Send one request at a time: batches are not taken.",
            JsonValueKind.Object => "",
            _ => "The body must be a JSON object with a 'query'.",
        };
        return problem.Length > 0
            ? null
            : Read(Text(body, "query"), Text(body, "operationName"), body.TryGetProperty("variables", out JsonElement variables) ? variables.GetRawText() : null, serializer, out problem);
    }

    /// <summary>Reads a request from a query string; null, and why, when it is none.</summary>
    public static GraphQLCall? Read(IQueryCollection query, IGraphQLTextSerializer serializer, out string problem) =>
        Read(query["query"], query["operationName"], query["variables"], serializer, out problem);

    private static GraphQLCall? Read(string? query, string? operationName, string? variables, IGraphQLTextSerializer serializer, out string problem)
    {
        problem = "";
        if (string.IsNullOrWhiteSpace(query))
        {
            problem = "'query' takes a GraphQL document.";
            return null;
        }

        try
        {
            Inputs inputs = string.IsNullOrEmpty(variables) ? Inputs.Empty : serializer.Deserialize<Inputs>(variables) ?? Inputs.Empty;
            return new GraphQLCall(query, string.IsNullOrEmpty(operationName) ? null : operationName, inputs);
        }
        catch (JsonException)
        {
            problem = "'variables' takes a JSON object.";
            return null;
        }
    }

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
