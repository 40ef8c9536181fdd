using System.Text.Json.Serialization;

namespace Reporting.Exports;

/// <summary>JSON of what this folder stores, generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExportRequest))]
[JsonSerializable(typeof(ExportInput))]
internal sealed partial class ExportsJson : JsonSerializerContext;
