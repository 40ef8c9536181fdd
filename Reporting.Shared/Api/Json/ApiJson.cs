using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Reporting.Api.Activity;
using Reporting.Api.AuditLogs;
using Reporting.Api.Exports;
using Reporting.Api.Health;
using Reporting.Api.Metrics;
using Reporting.Api.Overview;
using Reporting.Api.Problems;
using Reporting.Api.Reports;
using Reporting.Api.Schedules;

namespace Reporting.Api.Json;

/// <summary>How the API's answers become JSON: source-generated, camel case, absent values left out, times as <c>yyyy-MM-ddTHH:mm:ss.fffZ</c>.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(IngestResponse))]
[JsonSerializable(typeof(AuditLogResponse))]
[JsonSerializable(typeof(ExportResponse))]
[JsonSerializable(typeof(ExportListResponse))]
[JsonSerializable(typeof(MetricsResponse))]
[JsonSerializable(typeof(MetricValuesResponse))]
[JsonSerializable(typeof(OverviewResponse))]
[JsonSerializable(typeof(ReportListResponse))]
[JsonSerializable(typeof(ScheduleResponse))]
[JsonSerializable(typeof(ScheduleListResponse))]
internal sealed partial class ApiJson : JsonSerializerContext;

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
