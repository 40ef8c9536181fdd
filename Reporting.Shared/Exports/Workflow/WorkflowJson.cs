using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reporting.Exports.Workflow;

/// <summary>
/// How engines write the requests and results of steps, events and progress into their history. Exports in flight were written by an
/// earlier release: add to this, never change it.
/// </summary>
public static class WorkflowJson
{
    /// <summary>Names as declared, read in any case; enums by name; nothing for null, which keeps 96 results small.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNameCaseInsensitive = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };
}
