namespace Reporting.Local.Housekeeping;

/// <summary>Registers what the local host does by the clock.</summary>
internal static class HousekeepingServices
{
    public static IServiceCollection AddHousekeeping(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HousekeepingOptions>().Bind(configuration.GetSection("Local")).ValidateDataAnnotations().ValidateOnStart();
        return services.AddHostedService<ReaperService>();
    }
}
