using Microsoft.Extensions.DependencyInjection;

namespace Reporting.Exports;

/// <summary>Registers what this folder offers.</summary>
internal static class ExportsServices
{
    public static IServiceCollection AddExports(this IServiceCollection services) => services;
}
