using GraphQL;
using Microsoft.AspNetCore.Http;

namespace Reporting.Api.GraphQL.Http;

/// <summary>A GraphQL request (GraphQL over HTTP, section 5.1).</summary>
/// <param name="Query">The document.</param>
/// <param name="OperationName">Which of its operations to run, or null for the only one.</param>
/// <param name="Variables">Values of its variables, by name.</param>
internal sealed record GraphQLCall(string Query, string? OperationName, Inputs? Variables);

/// <summary>Reads GraphQL requests.</summary>
internal static class GraphQLCallReader
{
    /// <summary>Reads a request from a JSON body; null, and the answer, when it is none.</summary>
    public static GraphQLCall? Read(JsonElement body, IGraphQLTextSerializer serializer, out ExecutionResult? refusal)
    {
        refusal = body.ValueKind switch
        {
            JsonValueKind.Array => Bad("Send one request at a time: batches are not taken."),
            JsonValueKind.Object => null,
            _ => Bad("The body must be a JSON object with a 'query'."),
        };
        return refusal is null
            ? Read(Text(body, "query"), Text(body, "operationName"), Raw(body, "variables"), Raw(body, "extensions"), serializer, out refusal)
            : null;
    }

    /// <summary>Reads a request from a query string; null, and the answer, when it is none.</summary>
    public static GraphQLCall? Read(IQueryCollection query, IGraphQLTextSerializer serializer, out ExecutionResult? refusal) =>
        Read(query["query"], query["operationName"], query["variables"], query["extensions"], serializer, out refusal);

    private static GraphQLCall? Read(string? query, string? operationName, string? variables, string? extensions, IGraphQLTextSerializer serializer, out ExecutionResult? refusal)
    {
        refusal = null;
        try
        {
            if (string.IsNullOrWhiteSpace(query))
            {
                refusal = NamesPersistedQuery(extensions) ? NotPersisted() : Bad("'query' takes a GraphQL document.");
                return null;
            }

            Inputs? inputs = string.IsNullOrEmpty(variables) ? null : serializer.Deserialize<Inputs>(variables);
            return new GraphQLCall(query, string.IsNullOrEmpty(operationName) ? null : operationName, inputs);
        }
        catch (JsonException)
        {
            refusal = Bad("'variables' and 'extensions' take a JSON object.");
            return null;
        }
    }

    // Clients of persisted queries send a hash alone at first, and the document when they are told that no hash is known here.
    private static bool NamesPersistedQuery(string? extensions)
    {
        if (string.IsNullOrWhiteSpace(extensions))
        {
            return false;
        }

        using JsonDocument document = JsonDocument.Parse(extensions);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("persistedQuery", out JsonElement named) && named.ValueKind == JsonValueKind.Object;
    }

    // The code and the message are the protocol's.
    private static ExecutionResult NotPersisted() => GraphQLExecutor.Refuse(GraphQLResponse.NotPersisted, "PersistedQueryNotSupported");

    private static ExecutionResult Bad(string problem) => GraphQLExecutor.Refuse("BAD_REQUEST", problem);

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? Raw(JsonElement body, string name) =>
        body.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.GetRawText() : null;
}
