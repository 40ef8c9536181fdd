using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reporting.Functions.Durable;

/// <summary>
/// How payloads, results, events and custom status are written into the history. Exports in flight were written by an earlier
/// release: add to this, never change it.
/// </summary>
public static class DurableJson
{
    /// <summary>Names as declared, read in any case; enums by name; nothing for null, which keeps 96 results small.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNameCaseInsensitive = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };
}
