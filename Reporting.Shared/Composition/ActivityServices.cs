using Microsoft.Extensions.DependencyInjection;
using Reporting.Activity;
using Reporting.Activity.Auditing;
using Reporting.Activity.Buckets;
using Reporting.Activity.Counts;
using Reporting.Activity.Ingest;
using Reporting.Activity.Retention;
using Reporting.Activity.Scanning;
using Reporting.Activity.Writing;

namespace Reporting.Composition;

/// <summary>Registers <c>Activity</c>.</summary>
internal static class ActivityServices
{
    public static IServiceCollection AddActivity(this IServiceCollection services)
    {
        services.AddOptions<ActivityOptions>().BindConfiguration(ActivityOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<IngestOptions>().BindConfiguration(IngestOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<Watermark>()
            .AddSingleton<BucketSettings>()
            .AddSingleton<HourCounts>()
            .AddSingleton<ActivityWriter>()
            .AddSingleton<IActivityScanner, ActivityScanner>()
            .AddSingleton<ActivityIngest>()
            .AddSingleton<EventIds>()
            .AddSingleton<ServiceEvents>()
            .AddSingleton<SelfAudit>()
            .AddSingleton<RefusalAudit>()
            .AddHostedService<RefusalAuditService>()
            .AddSingleton<ActivityAvailability>()
            .AddSingleton<SweepProgress>()
            .AddSingleton<ActivityRetention>();
    }
}
