using System.Text.Json.Serialization;
using Reporting.Exports.Manifests;
using Reporting.Exports.Planning;

namespace Reporting.Exports;

/// <summary>JSON of what this folder stores, generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExportRequest))]
[JsonSerializable(typeof(ExportInput))]
[JsonSerializable(typeof(StoredPlan))]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(ManifestKeySet))]
internal sealed partial class ExportsJson : JsonSerializerContext;
