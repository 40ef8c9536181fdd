using System.Text.Json;
using System.Text.Json.Serialization;
using Reporting.Api.Activity;
using Reporting.Api.AuditLogs;
using Reporting.Api.Exports;
using Reporting.Api.Health;
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
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(IngestAnswer))]
[JsonSerializable(typeof(AuditLogAnswer))]
[JsonSerializable(typeof(ExportAnswer))]
[JsonSerializable(typeof(ExportListAnswer))]
[JsonSerializable(typeof(OverviewAnswer))]
[JsonSerializable(typeof(ReportListAnswer))]
[JsonSerializable(typeof(ScheduleAnswer))]
[JsonSerializable(typeof(ScheduleListAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext;
