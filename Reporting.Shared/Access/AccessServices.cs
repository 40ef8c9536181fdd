using Microsoft.Extensions.DependencyInjection;

namespace Reporting.Access;

/// <summary>Registers what this folder offers.</summary>
internal static class AccessServices
{
    public static IServiceCollection AddAccess(this IServiceCollection services) => services;
}
