using System.Text.Json.Serialization;

namespace Reporting.Schedules;

/// <summary>JSON of what this folder stores, generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ScheduleDefinition))]
[JsonSerializable(typeof(SlotWork))]
[JsonSerializable(typeof(SlotResult))]
internal sealed partial class SchedulesJson : JsonSerializerContext;
