using System.Text.Json;
using GraphQL;
using Reporting.Api.GraphQL.Types;
using Reporting.Api.Metrics;
using Reporting.Api.Requests;
using Reporting.Metrics.Queries;

namespace Reporting.Api.GraphQL;

/// <summary>Resolves the metrics, with the arguments of <c>GET /api/metrics</c>.</summary>
internal static class MetricsResolver
{
    /// <summary>The numbers.</summary>
    public static Task<MetricsResponse> ReadAsync(IResolveFieldContext context)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (string name in RequestField.Of(typeof(MetricsRequest)).Select(field => field.Name))
        {
            object? value = context.Arguments is { } arguments && arguments.TryGetValue(name, out global::GraphQL.Execution.ArgumentValue argument) ? argument.Value : null;
            if (value is not null)
            {
                values.Add(name, value is IEnumerable<object> list ? JsonSerializer.SerializeToElement(list.Cast<string>()) : JsonSerializer.SerializeToElement(value is Enum ? value.ToString() : value));
            }
        }

        MetricsQuery query = new RequestFields(values, isQuery: true).Bind<MetricsRequest>([]).ToQuery(context.GetService<TimeProvider>().GetUtcNow());
        return MetricsResponse.ReadAsync(context.GetService<MetricsReader>(), query, context.CancellationToken);
    }
}
