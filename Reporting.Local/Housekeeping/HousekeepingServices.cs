namespace Reporting.Local.Housekeeping;

/// <summary>Registers what the local host does by the clock. The reaper touches nothing but exports that this engine runs; retention is for the owner of the account to want.</summary>
internal static class HousekeepingServices
{
    public static IServiceCollection AddHousekeeping(this IServiceCollection services, IConfiguration configuration, bool runRetention)
    {
        services.AddOptions<HousekeepingOptions>().Bind(configuration.GetSection("Local")).ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<ReaperService>();
        if (runRetention)
        {
            services.AddHostedService<RetentionService>();
        }

        return services;
    }
}
