using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Reporting.Api.Json;

/// <summary>How the API's responses become JSON: camel case, absent values left out, times as <c>yyyy-MM-ddTHH:mm:ss.fffZ</c>.</summary>
/// <remarks>By reflection: a source-generated context lists the responses of all resources, so each resource and the context would depend on each other.</remarks>
internal static class ApiJson
{
    /// <summary>The options of every response.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new UtcTimeConverter() },
    };

    /// <summary>A response as JSON.</summary>
    public static IResult Result<T>(T response, int statusCode = StatusCodes.Status200OK) => Results.Json(response, Options, statusCode: statusCode);
}

/// <summary>Times of the API: RFC 3339, UTC, always three digits of a second.</summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The time as text.</summary>
    public static string Text(DateTimeOffset value) => value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateTimeOffset.Parse(reader.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Text(value));
}
