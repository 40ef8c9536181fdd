using Microsoft.Extensions.DependencyInjection;

namespace Reporting.Activity;

/// <summary>Registers what this folder offers.</summary>
internal static class ActivityServices
{
    public static IServiceCollection AddActivity(this IServiceCollection services) => services;
}
