using Microsoft.Extensions.DependencyInjection;

namespace Reporting.Schedules;

/// <summary>Registers what this folder offers.</summary>
internal static class SchedulesServices
{
    public static IServiceCollection AddSchedules(this IServiceCollection services) => services;
}
