using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Reporting.Api.Requests;
using Reporting.Tests.Documents;

namespace Reporting.Tests.Api.OpenApi;

/// <summary>JSON Schema (draft 2020-12) of the API's types: requests by the fields that the reader knows, responses as the serializer writes them.</summary>
internal sealed class SchemaGenerator
{
    private static readonly NullabilityInfoContext s_nullability = new();

    /// <summary>The schemas of the types that have been referred to, by name.</summary>
    public SortedDictionary<string, JsonNode?> Components { get; } = new(StringComparer.Ordinal);

    /// <summary>The schema of a value.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="property">The property that holds it, whose attributes limit it.</param>
    /// <param name="isRequest">Whether callers send it: what may be absent may be null then.</param>
    public JsonObject Of(Type type, PropertyInfo? property = null, bool isRequest = false)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Scalar(type) is { } scalar)
        {
            return Limit(scalar, property);
        }

        JsonTypeInfo info = JsonSerializerOptions.Web.GetTypeInfo(type);
        return info.Kind switch
        {
            _ when type == typeof(JsonObject) || info.ElementType == typeof(object) => new() { ["type"] = "object" },
            _ when type == typeof(JsonArray) => new() { ["type"] = "array", ["items"] = new JsonObject() },
            JsonTypeInfoKind.Enumerable => LimitItems(new() { ["type"] = "array", ["items"] = Of(info.ElementType!, property) }, property),
            JsonTypeInfoKind.Dictionary => new() { ["type"] = "object", ["additionalProperties"] = Of(info.ElementType!) },
            JsonTypeInfoKind.Object => Reference(type, () => Record(info, isRequest)),
            _ => throw new InvalidOperationException($"No schema for {type}."),
        };
    }

    /// <summary>The schema of a body that the reader binds to <paramref name="request"/>.</summary>
    /// <param name="request">The request's type.</param>
    /// <param name="isOpen">Whether some other fields are passed over.</param>
    public JsonObject OfRequest(Type request, bool isOpen) => Reference(request, () =>
    {
        RequestField[] fields = [.. RequestField.Of(request)];
        object defaults = Activator.CreateInstance(request)!;
        return new()
        {
            ["type"] = "object",
            ["description"] = XmlDocumentation.Of(request),
            ["required"] = new JsonArray([.. fields.Where(field => field.IsRequired).Select(field => (JsonNode)field.Name)]),
            ["properties"] = new JsonObject(fields.Select(field =>
            {
                JsonObject schema = OfField(field, defaults);
                schema["description"] = DescriptionOf(field);
                return KeyValuePair.Create(field.Name, (JsonNode?)(field.IsRequired ? schema : OrNull(schema)));
            })),
            ["additionalProperties"] = isOpen ? null : false,
        };
    });

    /// <summary>The schema of a field, without its description.</summary>
    public static JsonObject OfField(RequestField field, object defaults)
    {
        JsonArray? values = field.Values.IsEmpty ? null : [.. field.Values.Select(value => (JsonNode)value)];
        JsonObject text = values is null ? new() { ["type"] = "string", ["maxLength"] = field.MaxLength } : new() { ["type"] = "string", ["enum"] = values };
        JsonObject schema = field.Type == typeof(string) ? text
            : field.Type == typeof(IReadOnlyList<string>) ? new() { ["type"] = "array", ["items"] = text, ["maxItems"] = field.MaxItems }
            : field.Type == typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>)
                ? new() { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = "array", ["items"] = text, ["maxItems"] = field.MaxItems } }
            : Scalar(field.Type) ?? throw new InvalidOperationException($"No schema for {field.Type}.");
        if (schema["type"]!.GetValue<string>() == "integer")
        {
            (schema["minimum"], schema["maximum"]) = (field.Range.Min, field.Range.Max);
        }

        if (field.Filter is null && field.Property.GetValue(defaults) is { } value and (int or long or bool or string))
        {
            schema["default"] = JsonSerializer.SerializeToNode(value);
        }

        return schema;
    }

    /// <summary>What a field is.</summary>
    public static string? DescriptionOf(RequestField field) => field.Filter is { } filter ? filter.Description + "; repeat for any of several." : XmlDocumentation.Of(field.Property);

    /// <summary>The schema, or null besides.</summary>
    public static JsonObject OrNull(JsonObject schema)
    {
        if (schema["type"] is JsonValue type)
        {
            schema["type"] = new JsonArray(type.DeepClone(), "null");
        }

        (schema["enum"] as JsonArray)?.Add(null);
        return schema;
    }

    private static JsonObject? Scalar(Type type) =>
        type == typeof(string) ? new() { ["type"] = "string" }
        : type == typeof(bool) ? new() { ["type"] = "boolean" }
        : type == typeof(int) ? new() { ["type"] = "integer", ["format"] = "int32" }
        : type == typeof(long) ? new() { ["type"] = "integer", ["format"] = "int64" }
        : type == typeof(double) ? new() { ["type"] = "number", ["format"] = "double" }
        : type == typeof(DateTimeOffset) ? new() { ["type"] = "string", ["format"] = "date-time" }
        : type == typeof(DateOnly) ? new() { ["type"] = "string", ["format"] = "date" }
        : null;

    private JsonObject Reference(Type type, Func<JsonObject> make)
    {
        if (Components.TryAdd(type.Name, null))
        {
            Components[type.Name] = make();
        }

        return new() { ["$ref"] = "#/components/schemas/" + type.Name };
    }

    private JsonObject Record(JsonTypeInfo info, bool isRequest)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (JsonPropertyInfo member in info.Properties.Where(member => member.Get is not null))
        {
            var property = (PropertyInfo)member.AttributeProvider!;
            bool isNullable = s_nullability.Create(property).ReadState == NullabilityState.Nullable;
            bool isAlwaysThere = property.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition == JsonIgnoreCondition.Never;
            JsonObject schema = Of(member.PropertyType, property, isRequest);
            schema["description"] = XmlDocumentation.Of(property) ?? throw new InvalidOperationException($"{info.Type}.{property.Name} has no doc comment.");
            properties[member.Name] = isNullable && (isRequest || isAlwaysThere || member.PropertyType == typeof(JsonObject)) ? OrNull(schema) : schema;
            if (!isNullable || isAlwaysThere)
            {
                required.Add(member.Name);
            }
        }

        return new() { ["type"] = "object", ["description"] = XmlDocumentation.Of(info.Type), ["required"] = required, ["properties"] = properties };
    }

    private static JsonObject Limit(JsonObject schema, PropertyInfo? property)
    {
        if (Attribute<AllowedValuesAttribute>(property) is { } values)
        {
            schema["enum"] = new JsonArray([.. values.Values.Select(value => JsonSerializer.SerializeToNode(value))]);
        }

        if (Attribute<RegularExpressionAttribute>(property) is { } pattern)
        {
            schema["pattern"] = pattern.Pattern;
        }

        if (Attribute<UrlAttribute>(property) is not null)
        {
            schema["format"] = "uri";
        }

        if (Attribute<RangeAttribute>(property) is { } range)
        {
            (schema["minimum"], schema["maximum"]) = (JsonSerializer.SerializeToNode(range.Minimum), JsonSerializer.SerializeToNode(range.Maximum));
        }

        return schema;
    }

    private static JsonObject LimitItems(JsonObject schema, PropertyInfo? property)
    {
        if (Attribute<MaxLengthAttribute>(property) is { } limit)
        {
            schema["maxItems"] = limit.Length;
        }

        return schema;
    }

    // Of a positional record the attributes stand at the parameter.
    private static T? Attribute<T>(PropertyInfo? property)
        where T : Attribute =>
        property?.GetCustomAttribute<T>()
        ?? property?.DeclaringType!.GetConstructors().SelectMany(constructor => constructor.GetParameters()).FirstOrDefault(parameter => parameter.Name == property.Name)?.GetCustomAttribute<T>();
}
