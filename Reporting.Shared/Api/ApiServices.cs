using Microsoft.Extensions.DependencyInjection;

namespace Reporting.Api;

/// <summary>Registers what this folder offers.</summary>
internal static class ApiServices
{
    public static IServiceCollection AddApi(this IServiceCollection services) => services;
}
