using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reporting.Activity.Retention;
using Reporting.Exports.Retention;
using Reporting.Exports.Workflow;
using Reporting.Schedules;
using Reporting.Schedules.Delivery;
using Reporting.Schedules.Requests;
using Reporting.Schedules.Retention;
using Reporting.Schedules.Store;
using Reporting.Schedules.Turns;

namespace Reporting.Composition;

/// <summary>Registers <c>Schedules</c>.</summary>
internal static class SchedulesServices
{
    public static IServiceCollection AddSchedules(this IServiceCollection services)
    {
        services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ScheduledFileRetention>();
        services.AddSingleton(provider => new RetentionRun(
            provider.GetRequiredService<FileRetention>(), provider.GetRequiredService<ScheduledFileRetention>(), provider.GetRequiredService<JobRetention>(), provider.GetRequiredService<IdempotencyRetention>(),
            provider.GetRequiredService<LiveRanges>(), provider.GetRequiredService<ActivityRetention>(), provider.GetRequiredService<IOptions<RetentionOptions>>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RetentionRun>>()));
        services.AddOptions<SchedulesOptions>().BindConfiguration(SchedulesOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ScheduleStore>();
        services.AddSingleton<ScheduleValidator>();
        services.AddSingleton<ScheduleEditor>();
        services.AddSingleton<ScheduledFiles>();
        services.AddSingleton<SlotExporter>();
        services.AddSingleton<SlotDelivery>();
        services.AddSingleton<GapDelivery>();
        services.AddSingleton<ScheduleTurn>();
        services.AddSingleton(provider => new ScheduleTick(
            provider.GetRequiredService<ScheduleStore>(), provider.GetRequiredService<ScheduleTurn>(), provider.GetRequiredService<IOptions<SchedulesOptions>>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ScheduleTick>>()));
        // Looked up when it is needed: a schedule's turn reaches the engine, and the engine the step that calls this.
        services.AddSingleton<ScheduledExportEnded>(provider => (job, token) => provider.GetRequiredService<ScheduleTick>().DeliverAsync(job, token));
        return services;
    }
}
