using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Reporting.Api.Problems;

namespace Reporting.Api.Requests;

/// <summary>Reads a request's JSON body or query string into <see cref="RequestFields"/>.</summary>
internal static class RequestReader
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>The fields of a JSON object in the body; an empty body is an empty object.</summary>
    /// <exception cref="ProblemException">415 for another media type, 400 for what is no JSON object.</exception>
    public static async Task<RequestFields> ReadJsonAsync(HttpRequest request, CancellationToken cancellationToken) =>
        new(Properties(await ReadBodyAsync(request, cancellationToken)), isQuery: false);

    /// <summary>The fields of the query string; a name that comes more than once is a list.</summary>
    public static RequestFields ReadQuery(HttpRequest request) => new(
        request.Query.ToDictionary(
            pair => pair.Key,
            pair => pair.Value.Count == 1 ? JsonText(pair.Value[0] ?? "") : JsonSerializer.SerializeToElement<string?[]>([.. pair.Value]),
            StringComparer.Ordinal),
        isQuery: true);

    /// <summary>The JSON of the body.</summary>
    /// <exception cref="ProblemException">415 for another media type or encoding, 400 for what is no JSON.</exception>
    public static async Task<JsonElement> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        RequireJson(request);
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        if (body.Length == 0)
        {
            return JsonSerializer.SerializeToElement(new Dictionary<string, string>(StringComparer.Ordinal));
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length), Strict);
            ReadTexts(body.GetBuffer().AsSpan(0, (int)body.Length));
            return document.RootElement.Clone();
        }
        catch (InvalidOperationException)
        {
            throw new ProblemException(400, "invalid-json", "The body holds a text that is not valid UTF-8, or half of a surrogate pair.");
        }
        catch (JsonException exception)
        {
            throw new ProblemException(400, "invalid-json", "The body is not JSON: " + exception.Message);
        }
    }

    // Parsing leaves texts as they came; what is none would come to light only where it is used.
    private static void ReadTexts(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Strict.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
            {
                reader.GetString();
            }
        }
    }

    private static void RequireJson(HttpRequest request)
    {
        bool isJson = request.ContentLength is 0 or null && string.IsNullOrEmpty(request.ContentType)
            || MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);
        if (!isJson)
        {
            throw new ProblemException(415, "unsupported-media-type", "Send the body as JSON, with the header 'Content-Type: application/json'.");
        }

        if (request.Headers.ContentEncoding.Count > 0)
        {
            throw new ProblemException(415, "unsupported-encoding", "Send the body as it is, without Content-Encoding.");
        }
    }

    private static Dictionary<string, JsonElement> Properties(JsonElement body) => body.ValueKind == JsonValueKind.Object
        ? body.EnumerateObject().ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal)
        : throw new ProblemException(400, "invalid-json", "The body must be a JSON object.");

    private static JsonElement JsonText(string text) => JsonSerializer.SerializeToElement(text);
}
