using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Reporting.Tests.Api;

/// <summary>Checks JSON against the part of JSON Schema (draft 2020-12) that our OpenAPI document uses.</summary>
internal static class JsonSchemaChecker
{
    // What says nothing about a value, and what is looked at below. A keyword that is neither would silently check nothing.
    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        "title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly",
        "$ref", "type", "enum", "const", "anyOf", "oneOf", "properties", "required", "additionalProperties", "items", "minItems", "maxItems", "minLength", "maxLength", "pattern", "format", "minimum", "maximum");

    /// <summary>What does not fit, or null.</summary>
    public static string? Check(JsonElement document, JsonElement schema, JsonElement value, string path = "$")
    {
        if (schema.TryGetProperty("$ref", out JsonElement reference))
        {
            return Check(document, Resolve(document, reference.GetString()!), value, path);
        }

        if (schema.EnumerateObject().FirstOrDefault(keyword => !Known.Contains(keyword.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } unknown)
        {
            return $"{path}: the checker does not know the keyword {unknown.Name}";
        }

        foreach (string name in (string[])["anyOf", "oneOf"])
        {
            if (schema.TryGetProperty(name, out JsonElement several) && several.EnumerateArray().All(one => Check(document, one, value, path) is not null))
            {
                return $"{path} is none of {name}";
            }
        }

        if (schema.TryGetProperty("type", out JsonElement type) && !Types(type).Contains(TypeOf(value)) && !(TypeOf(value) == "integer" && Types(type).Contains("number")))
        {
            return $"{path} is {TypeOf(value)}, not {type}";
        }

        if (schema.TryGetProperty("enum", out JsonElement choices) && !choices.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value)))
        {
            return $"{path} is none of {choices}";
        }

        if (schema.TryGetProperty("const", out JsonElement only) && !JsonElement.DeepEquals(only, value))
        {
            return $"{path} is not {only}";
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => CheckObject(document, schema, value, path),
            JsonValueKind.Array => CheckArray(document, schema, value, path),
            JsonValueKind.String => CheckText(schema, value.GetString()!, path),
            JsonValueKind.Number => CheckNumber(schema, value.GetDouble(), path),
            _ => null,
        };
    }

    /// <summary>The element at a reference within the document.</summary>
    public static JsonElement Resolve(JsonElement document, string reference) =>
        reference.Split('/').Skip(1).Aggregate(document, (element, name) => element.TryGetProperty(name, out JsonElement next) ? next : default);

    private static string? CheckObject(JsonElement document, JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("required", out JsonElement required))
        {
            foreach (JsonElement name in required.EnumerateArray())
            {
                if (!value.TryGetProperty(name.GetString()!, out _))
                {
                    return $"{path}.{name} is missing";
                }
            }
        }

        JsonElement properties = schema.TryGetProperty("properties", out JsonElement known) ? known : default;
        foreach (JsonProperty property in value.EnumerateObject())
        {
            bool isKnown = properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(property.Name, out known);
            if (!isKnown)
            {
                if (!schema.TryGetProperty("additionalProperties", out known))
                {
                    if (properties.ValueKind == JsonValueKind.Object)
                    {
                        return $"{path}.{property.Name} is not in the document";
                    }

                    continue; // An object of any kind.
                }

                if (known.ValueKind is JsonValueKind.True)
                {
                    continue;
                }

                if (known.ValueKind is JsonValueKind.False)
                {
                    return $"{path}.{property.Name} is not allowed";
                }
            }

            if (Check(document, known, property.Value, $"{path}.{property.Name}") is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static string? CheckNumber(JsonElement schema, double value, string path) =>
        schema.TryGetProperty("minimum", out JsonElement minimum) && value < minimum.GetDouble() ? $"{path} is below {minimum}"
        : schema.TryGetProperty("maximum", out JsonElement maximum) && value > maximum.GetDouble() ? $"{path} is above {maximum}"
        : null;

    private static string? CheckCount(JsonElement schema, string kind, int count, string path) =>
        schema.TryGetProperty("min" + kind, out JsonElement least) && count < least.GetInt32() ? $"{path} has fewer than {least}"
        : schema.TryGetProperty("max" + kind, out JsonElement most) && count > most.GetInt32() ? $"{path} has more than {most}"
        : null;

    private static string? CheckArray(JsonElement document, JsonElement schema, JsonElement value, string path) =>
        CheckCount(schema, "Items", value.GetArrayLength(), path) is { } wrong ? wrong
        : schema.TryGetProperty("items", out JsonElement items)
            ? value.EnumerateArray().Select((item, place) => Check(document, items, item, $"{path}[{place}]")).FirstOrDefault(problem => problem is not null)
            : null;

    private static string? CheckText(JsonElement schema, string value, string path)
    {
        if (CheckCount(schema, "Length", value.Length, path) is { } wrong)
        {
            return wrong;
        }

        if (schema.TryGetProperty("pattern", out JsonElement pattern) && !Regex.IsMatch(value, pattern.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1)))
        {
            return $"{path} does not match {pattern}";
        }

        bool isTime = schema.TryGetProperty("format", out JsonElement format) && format.ValueEquals("date-time");
        return isTime && !Regex.IsMatch(value, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", RegexOptions.None, TimeSpan.FromSeconds(1)) ? $"{path} is no time: {value}" : null;
    }

    private static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(item => item.GetString()!) : [type.GetString()!];

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };
}
