using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Reporting.Api.Problems;

namespace Reporting.Api.Requests;

/// <summary>Reads a request's JSON body or query string into <see cref="RequestFields"/>.</summary>
internal static class RequestReader
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16 };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

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

    /// <summary>The JSON of the body; a byte order mark before it is passed over (RFC 8259 section 8.1).</summary>
    /// <exception cref="ProblemException">415 for another media type or encoding, 400 for what is no JSON.</exception>
    public static async Task<JsonElement> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        RequireJson(request);
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        ReadOnlyMemory<byte> json = body.GetBuffer().AsMemory(0, (int)body.Length);
        if (json.Span.StartsWith(ByteOrderMark))
        {
            json = json[ByteOrderMark.Length..];
        }

        if (json.IsEmpty)
        {
            return JsonSerializer.SerializeToElement(new Dictionary<string, string>(StringComparer.Ordinal));
        }

        if (json.Span is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            throw new ProblemException(400, "invalid-json", "The body is UTF-16 or UTF-32. Send JSON in UTF-8 (RFC 8259 section 8.1).");
        }

        try
        {
            CheckTexts(json.Span);
            using JsonDocument document = JsonDocument.Parse(json, Strict);
            return document.RootElement.Clone();
        }
        catch (InvalidOperationException)
        {
            throw new ProblemException(400, "invalid-json", "The body holds a text that is not valid UTF-8, or half of a surrogate pair.");
        }
        catch (JsonException exception)
        {
            throw new ProblemException(
                400, "invalid-json", string.Create(
                    CultureInfo.InvariantCulture,
                    $"The body is not well-formed JSON (RFC 8259), or has more than {Strict.MaxDepth} levels: reading stopped in line {(exception.LineNumber ?? 0) + 1}, at byte {(exception.BytePositionInLine ?? 0) + 1} of the line."));
        }
    }

    /// <summary>Reads every text, since parsing leaves them as they came, and refuses names that are given twice: which of the two is meant cannot be known.</summary>
    private static void CheckTexts(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Strict.MaxDepth });
        var names = new Stack<HashSet<string>>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    names.Push(new HashSet<string>(StringComparer.Ordinal));
                    break;
                case JsonTokenType.EndObject:
                    names.Pop();
                    break;
                case JsonTokenType.String:
                    reader.GetString();
                    break;
                case JsonTokenType.PropertyName when !names.Peek().Add(reader.GetString()!):
                    throw new ProblemException(400, "invalid-json", $"The body gives '{reader.GetString()}' twice.");
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

        if (request.Headers.ContentEncoding.Any(value => !string.Equals(value, "identity", StringComparison.OrdinalIgnoreCase)))
        {
            throw new ProblemException(415, "unsupported-encoding", "Send the body as it is, without Content-Encoding.");
        }
    }

    private static Dictionary<string, JsonElement> Properties(JsonElement body) => body.ValueKind == JsonValueKind.Object
        ? body.EnumerateObject().ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal)
        : throw new ProblemException(400, "invalid-json", "The body must be a JSON object.");

    private static JsonElement JsonText(string text) => JsonSerializer.SerializeToElement(text);
}
