using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reporting.Activity.Retention;
using Reporting.Metrics.Days;
using Reporting.Metrics.Queries;
using Reporting.Metrics.Sums;

namespace Reporting.Composition;

/// <summary>Registers <c>Metrics</c>.</summary>
internal static class MetricsServices
{
    public static IServiceCollection AddReportingMetrics(this IServiceCollection services)
    {
        services.AddOptions<MetricsOptions>().BindConfiguration(MetricsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<MetricNames>().AddSingleton<DayStore>().AddSingleton<PassPositionStore>().AddSingleton<ChangedDays>().AddSingleton<DayScan>();
        services.AddSingleton<LogStates>().AddSingleton<DayReader>();
        services.AddSingleton(provider => new MetricsPass(
            provider.GetRequiredService<DayStore>(), provider.GetRequiredService<PassPositionStore>(), provider.GetRequiredService<ChangedDays>(), provider.GetRequiredService<DayScan>(),
            provider.GetRequiredService<ActivityAvailability>(), provider.GetRequiredService<IOptions<MetricsOptions>>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<MetricsPass>>()));
        return services.AddSingleton(provider => new MetricsReader(provider.GetRequiredService<DayReader>(), provider.GetRequiredService<MetricNames>()));
    }
}
