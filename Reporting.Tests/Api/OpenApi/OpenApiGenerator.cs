using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Reporting.Api;
using Reporting.Api.Problems;
using Reporting.Api.Requests;
using Reporting.Tests.Documents;

namespace Reporting.Tests.Api.OpenApi;

/// <summary>Writes the OpenAPI document from the endpoints: their attributes, their request and response types, and the doc comments of these.</summary>
internal sealed class OpenApiGenerator
{
    private const string ProblemType = "application/problem+json";

    // By the folder of the handler.
    private static readonly (string Folder, string Tag, string Description)[] s_tags =
    [
        ("Exports", "Exports", "Reports as files."),
        ("Schedules", "Schedules", "Reports delivered again and again."),
        ("AuditLogs", "Audit logs", "Browse and collect."),
        ("Metrics", "Metrics", "Numbers instead of downloads."),
        ("Activity", "Activity", "Write the log."),
        ("GraphQL", "GraphQL", "The reports and the audit log for GraphQL clients."),
        ("", "Service", "What the service offers and how it is."),
    ];

    private static readonly (int Status, Func<ApiEndpoint, bool> IsSent, string Description)[] s_usual =
    [
        (400, _ => true, "A field is wrong; `errors` says which, and what it takes."),
        (401, endpoint => endpoint.Access != ApiAccess.Anonymous, "No token, or one that does not verify."),
        (403, endpoint => endpoint.Access != ApiAccess.Anonymous, "The caller is known and not allowed, or sent a personal access token."),
        (404, endpoint => endpoint.Route.Contains('{', StringComparison.Ordinal) && endpoint.Method != "PUT", "There is nothing of this id or name."),
        (408, endpoint => endpoint.TakesBody, "The body came too slowly."),
        (413, endpoint => endpoint.TakesBody, "The body is too long."),
        (415, endpoint => endpoint.TakesBody, "The body is of a type, or in an encoding, that the address does not take."),
        (500, _ => true, "Something went wrong on our side; the log holds it under `traceId`."),
        (503, endpoint => endpoint.Access != ApiAccess.Anonymous, "Storage, the audit log or the sign-in authority does not answer, or the service has as much to do as it can hold; try again."),
    ];

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SchemaGenerator _schemas = new();

    /// <summary>The document.</summary>
    public static string Write()
    {
        var generator = new OpenApiGenerator();
        JsonObject document = generator.Document();
        Prune(document);
        return document.ToJsonString(s_indented) + "\n";
    }

    private JsonObject Document()
    {
        JsonObject problem = _schemas.Of(typeof(Problem));
        var paths = new JsonObject(ApiEndpoints.All.Where(endpoint => endpoint.Access != ApiAccess.Development)
            .GroupBy(endpoint => endpoint.Route, StringComparer.Ordinal)
            .Select(path => KeyValuePair.Create("/api/" + path.Key, (JsonNode?)new JsonObject(
                path.Select(endpoint => KeyValuePair.Create(endpoint.Method.ToLowerInvariant(), (JsonNode?)Operation(endpoint)))))));
        return new()
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Reporting",
                ["version"] = typeof(ApiEndpoints).Assembly.GetName().Version!.ToString(3),
                ["summary"] = "Audit logs, recipe runs, commits and usage of a code-remediation platform, to see and to take away.",
                ["description"] = "Send a JWT whose roles hold the one that the endpoint needs. Errors are problem details (RFC 9457). Times are RFC 3339 with a zone; those of "
                    + "responses are UTC with milliseconds. What is not known is left out. Every GET answers HEAD too, with the same status and headers.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["tags"] = new JsonArray([.. s_tags.Where(IsUsed).Select(tag => new JsonObject { ["name"] = tag.Tag, ["description"] = tag.Description })]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["bearer"] = new JsonObject
                    {
                        ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT",
                        ["description"] = "A JWT of the configured issuer. Personal access tokens carry no admin access.",
                    },
                },
                ["responses"] = new JsonObject(s_usual.Select(usual => KeyValuePair.Create(NameOf(usual.Status), (JsonNode?)ProblemResponse(usual.Status, usual.Description, problem)))),
                ["schemas"] = new JsonObject(_schemas.Components),
            },
        };
    }

    private JsonObject Operation(ApiEndpoint endpoint) => new()
    {
        ["operationId"] = JsonNamingPolicy.CamelCase.ConvertName(endpoint.Handler.Name),
        ["summary"] = XmlDocumentation.Of(endpoint.Handler)?.TrimEnd('.'),
        ["description"] = string.Join(' ', ((string?[])[XmlDocumentation.Of(endpoint.Handler, "remarks"), RoleOf(endpoint.Access)]).Where(text => text is not null)),
        ["tags"] = new JsonArray(TagOf(endpoint)),
        ["parameters"] = new JsonArray([.. Parameters(endpoint)]),
        ["requestBody"] = Body(endpoint),
        ["responses"] = Responses(endpoint),
        ["security"] = endpoint.Access == ApiAccess.Anonymous ? [] : new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }),
    };

    private static bool IsUsed((string Folder, string Tag, string Description) tag) => ApiEndpoints.All.Any(endpoint => TagOf(endpoint) == tag.Tag);

    private static string TagOf(ApiEndpoint endpoint) =>
        s_tags.First(tag => tag.Folder.Length == 0 || endpoint.Handler.Namespace!.StartsWith("Reporting.Api." + tag.Folder, StringComparison.Ordinal)).Tag;

    private static string? RoleOf(ApiAccess access) => access switch
    {
        ApiAccess.Admin => "Needs the role `admin`.",
        ApiAccess.ActivityWriter => "Needs the role `activity.write`.",
        _ => null,
    };

    private IEnumerable<JsonNode> Parameters(ApiEndpoint endpoint)
    {
        foreach (RouteParameterAttribute route in endpoint.Handler.GetCustomAttributes<RouteParameterAttribute>())
        {
            yield return Parameter(route.Name, "path", route.Description, new()
            {
                ["type"] = "string", ["pattern"] = route.Pattern, ["enum"] = route.Values is [] ? null : new JsonArray([.. route.Values.Select(value => (JsonNode)value)]),
            }, isRequired: true);
        }

        if (!endpoint.TakesBody && endpoint.Request is { } request)
        {
            object defaults = Activator.CreateInstance(request)!;
            foreach (RequestField field in RequestField.Of(request))
            {
                yield return Parameter(field.Name, "query", SchemaGenerator.DescriptionOf(field), SchemaGenerator.OfField(field, defaults), field.IsRequired);
            }
        }

        foreach (PropertyInfo property in endpoint.Handler.GetCustomAttribute<ReadsQueryAttribute>()?.Type?.GetProperties() ?? [])
        {
            yield return Parameter(
                JsonNamingPolicy.CamelCase.ConvertName(property.Name), "query", XmlDocumentation.Of(property), _schemas.Of(property.PropertyType),
                new NullabilityInfoContext().Create(property).ReadState == NullabilityState.NotNull);
        }

        foreach (RequestHeaderAttribute header in endpoint.Handler.GetCustomAttributes<RequestHeaderAttribute>())
        {
            JsonObject schema = header.MaxLength > 0 ? new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = header.MaxLength } : new() { ["type"] = "string" };
            yield return Parameter(header.Name, "header", header.Description, schema, isRequired: false);
        }
    }

    // An object in a query is JSON text.
    private static JsonObject Parameter(string name, string place, string? description, JsonObject schema, bool isRequired)
    {
        bool isJson = schema["type"]?.ToString() == "object";
        return new()
        {
            ["name"] = name, ["in"] = place, ["required"] = isRequired, ["description"] = description,
            [isJson ? "content" : "schema"] = isJson ? new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema } } : schema,
        };
    }

    private JsonObject? Body(ApiEndpoint endpoint)
    {
        if (endpoint.Handler.GetCustomAttribute<ReadsBodyAttribute>() is { } declared)
        {
            return Body(declared.ContentType, _schemas.Of(declared.Type, isRequest: true), declared.Description, example: null);
        }

        return endpoint.TakesBody && endpoint.Request is { } request
            ? Body("application/json", _schemas.OfRequest(request, endpoint.Handler.IsDefined(typeof(IgnoresFieldsOfAttribute))), description: null, XmlDocumentation.Of(request, "example"))
            : null;
    }

    private static JsonObject Body(string contentType, JsonObject schema, string? description, string? example) => new()
    {
        ["description"] = description,
        ["required"] = true,
        ["content"] = new JsonObject { [contentType] = new JsonObject { ["schema"] = schema, ["example"] = example is null ? null : JsonNode.Parse(example) } },
    };

    private JsonObject Responses(ApiEndpoint endpoint)
    {
        var responses = new SortedDictionary<int, JsonNode?>();
        foreach ((int status, _, _) in s_usual.Where(usual => usual.IsSent(endpoint)))
        {
            responses[status] = new JsonObject { ["$ref"] = "#/components/responses/" + NameOf(status) };
        }

        foreach (RespondsAttribute response in endpoint.Handler.GetCustomAttributes<RespondsAttribute>())
        {
            JsonObject described = Response(endpoint, response);
            if (responses.GetValueOrDefault(response.Status)?["content"] is JsonObject contents && described["content"] is JsonObject more)
            {
                foreach ((string type, JsonNode? content) in more)
                {
                    contents[type] = content!.DeepClone();
                }
            }
            else
            {
                responses[response.Status] = described;
            }
        }

        return new(responses.Select(response => KeyValuePair.Create(response.Key.ToString(CultureInfo.InvariantCulture), response.Value)));
    }

    private JsonObject Response(ApiEndpoint endpoint, RespondsAttribute response)
    {
        JsonObject result = response.Status >= 400 ? ProblemResponse(response.Status, response.Description, _schemas.Of(typeof(Problem))) : new()
        {
            ["description"] = response.Description,
            ["headers"] = new JsonObject(endpoint.Handler.GetCustomAttributes<ResponseHeaderAttribute>().Select(header => Header(header.Name, header.Description, header.Type, !header.IsOptional))),
            ["content"] = new JsonObject(),
        };
        foreach (string type in response.Body is null ? [] : response.ContentTypes)
        {
            result["content"]![type] = new JsonObject { ["schema"] = _schemas.Of(response.Body!) };
        }

        return result;
    }

    private JsonObject ProblemResponse(int status, string description, JsonObject problem) => new()
    {
        ["description"] = description,
        ["headers"] = new JsonObject(
            status == 401 ? [Header("WWW-Authenticate", "Why (RFC 6750).", typeof(string), isRequired: false)]
            : status is 429 or 503 ? [Header("Retry-After", "Seconds to wait.", typeof(int), isRequired: true)]
            : []),
        ["content"] = new JsonObject { [ProblemType] = new JsonObject { ["schema"] = problem.DeepClone() } },
    };

    private KeyValuePair<string, JsonNode?> Header(string name, string description, Type type, bool isRequired) =>
        KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["description"] = description, ["required"] = isRequired, ["schema"] = _schemas.Of(type) });

    private static string NameOf(int status) => ReasonPhrases.GetReasonPhrase(status).Replace(" ", "", StringComparison.Ordinal);

    // What was not declared is left out; an empty security means that there is none, and an empty schema that everything fits.
    private static void Prune(JsonNode? node)
    {
        foreach (JsonNode? item in node is JsonArray array ? [.. array] : Array.Empty<JsonNode?>())
        {
            Prune(item);
        }

        foreach ((string name, JsonNode? value) in node is JsonObject owner ? [.. owner] : Array.Empty<KeyValuePair<string, JsonNode?>>())
        {
            Prune(value);
            if (value is null || (name is "description" && value.ToString().Length == 0) || (name is "parameters" or "required" or "headers" or "content" && value is JsonArray { Count: 0 } or JsonObject { Count: 0 }))
            {
                ((JsonObject)node!).Remove(name);
            }
        }
    }
}
