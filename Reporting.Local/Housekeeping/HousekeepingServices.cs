namespace Reporting.Local.Housekeeping;

/// <summary>Registers what the local host does by the clock. The reaper touches nothing but exports that this engine runs; schedules and retention are for the owner of the account to want.</summary>
internal static class HousekeepingServices
{
    public static IServiceCollection AddHousekeeping(this IServiceCollection services, IConfiguration configuration, bool runSchedules)
    {
        services.AddOptions<HousekeepingOptions>().Bind(configuration.GetSection(HousekeepingOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<ReaperService>();
        services.AddHostedService<HistoryPurgeService>();
        services.AddHostedService<MetricsService>();
        if (runSchedules)
        {
            services.AddHostedService<RetentionService>();
            services.AddHostedService<ScheduleTickService>();
        }

        return services;
    }
}
