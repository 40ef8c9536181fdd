using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Json.Schema;
using Reporting.Api;

namespace Reporting.Tests.Api.OpenApi;

/// <summary>
/// Checks responses against the OpenAPI document that the service serves, and strictly: a status, a header, a media type or a member of an object that the
/// document does not have is a fault. <see cref="ApiHost"/> does so with every response that a test gets.
/// </summary>
internal static class ApiContract
{
    private const string TimePattern = @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$";

    private static readonly EvaluationOptions s_options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };
    private static readonly ConcurrentDictionary<string, JsonSchema> s_schemas = new(StringComparer.Ordinal);

    /// <summary>The document.</summary>
    public static JsonElement Document { get; } = Read();

    /// <summary>Its operations.</summary>
    public static IReadOnlyList<(string Method, string Path, JsonElement Operation)> Operations { get; } =
    [
        .. Document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => (operation.Name.ToUpperInvariant(), path.Name, operation.Value))),
    ];

    private static JsonObject Definitions { get; } = Strict(Document.GetProperty("components").GetProperty("schemas"));

    /// <summary>What of a response the document does not have, or null.</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="address">The request's path, with its query.</param>
    /// <param name="response">The response.</param>
    public static string? FindFault(string method, string address, ApiResponse response)
    {
        bool isHead = method == "HEAD";
        JsonElement? operation = Find(isHead ? "GET" : method, address.Split('?')[0]);
        if (operation is null)
        {
            // An address or a method that the API does not have, or the development sign-in, which is no part of it.
            return response.ContentType == "application/problem+json" && !isHead ? Fault(Reference("Problem"), response.Json) : null;
        }

        if (!operation.Value.GetProperty("responses").TryGetProperty(response.Status.ToString(CultureInfo.InvariantCulture), out JsonElement expected))
        {
            return $"the document has no response {response.Status}";
        }

        expected = Resolve(expected);
        return FindHeaderFault(expected, response) ?? (isHead ? null : FindBodyFault(expected, response));
    }

    /// <summary>What a schema of the document finds wrong with a value, or null.</summary>
    public static string? Fault(JsonElement schema, JsonElement value)
    {
        JsonSchema built = s_schemas.GetOrAdd(schema.GetRawText(), text =>
        {
            JsonObject root = Strict(schema);
            root["$defs"] = Definitions.DeepClone();
            return JsonSchema.FromText(root.ToJsonString());
        });
        EvaluationResults results = built.Evaluate(value, s_options);
        return results.IsValid ? null : string.Join("; ", (results.Details ?? []).Where(detail => detail.Errors is { Count: > 0 })
            .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation} {error.Key}: {error.Value}")));
    }

    /// <summary>An element of the document, or where its reference leads.</summary>
    public static JsonElement Resolve(JsonElement element) =>
        element.TryGetProperty("$ref", out JsonElement reference)
            ? reference.GetString()!.Split('/').Skip(1).Aggregate(Document, (owner, name) => owner.GetProperty(name))
            : element;

    private static JsonElement Reference(string name) => JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["$ref"] = "#/components/schemas/" + name });

    private static string? FindHeaderFault(JsonElement expected, ApiResponse response)
    {
        foreach (JsonProperty header in expected.TryGetProperty("headers", out JsonElement headers) ? headers.EnumerateObject() : default)
        {
            JsonElement schema = header.Value.GetProperty("schema");
            string type = schema.GetProperty("type").GetString()!;
            string? fault = response.Header(header.Name) is { Length: > 0 } value
                ? Fault(schema, type is "string" ? JsonSerializer.SerializeToElement(value) : JsonElement.Parse(value))
                : header.Value.GetProperty("required").GetBoolean() ? "is missing" : null;
            if (fault is not null)
            {
                return $"header {header.Name} {fault}";
            }
        }

        return null;
    }

    private static string? FindBodyFault(JsonElement expected, ApiResponse response)
    {
        if (!expected.TryGetProperty("content", out JsonElement contents))
        {
            return response.Body.Length == 0 ? null : "the document has no body";
        }

        string type = response.ContentType.Split(';')[0];
        if (!contents.TryGetProperty(type, out JsonElement content))
        {
            return $"the document has no body of type '{type}'";
        }

        return type.EndsWith("json", StringComparison.Ordinal) && type != "application/x-ndjson" ? Fault(content.GetProperty("schema"), response.Json) : null;
    }

    // A literal part of an address goes before one in braces.
    private static JsonElement? Find(string method, string path)
    {
        string[] parts = path.Split('/');
        return Operations.Where(operation => operation.Method == method && Fits(operation.Path.Split('/'), parts))
            .OrderBy(operation => operation.Path.Count(character => character == '{'))
            .Select(operation => (JsonElement?)operation.Operation)
            .FirstOrDefault();
    }

    private static bool Fits(string[] template, string[] parts) =>
        template.Length == parts.Length && template.Zip(parts).All(pair => (pair.First.StartsWith('{') && pair.Second.Length > 0) || pair.First == pair.Second);

    private static JsonObject Strict(JsonElement schema)
    {
        JsonObject copy = JsonObject.Create(JsonElement.Parse(schema.GetRawText().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal)))!;
        Tighten(copy);
        return copy;
    }

    private static void Tighten(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (JsonNode? item in array)
            {
                Tighten(item);
            }
        }
        else if (node is JsonObject schema)
        {
            foreach ((_, JsonNode? value) in schema)
            {
                Tighten(value);
            }

            if (schema["properties"] is JsonObject && !schema.ContainsKey("additionalProperties"))
            {
                schema["additionalProperties"] = false;
            }

            if (schema["format"] is JsonValue format && format.GetValue<string>() is var name)
            {
                if (name == "date-time")
                {
                    if (schema["type"] is JsonValue)
                    {
                        schema["pattern"] = TimePattern; // Of requests, which may say null, any RFC 3339 time is taken.
                    }
                }
                else if (name is "int32" or "int64" or "double")
                {
                    schema.Remove("format"); // OpenAPI's, which JSON Schema does not know.
                }
            }
        }
    }

    private static JsonElement Read()
    {
        using Stream stream = typeof(ApiEndpoints).Assembly.GetManifestResourceStream("openapi.json")!;
        return JsonDocument.Parse(stream).RootElement.Clone();
    }
}
