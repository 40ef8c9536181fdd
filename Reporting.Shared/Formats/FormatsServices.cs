using Microsoft.Extensions.DependencyInjection;

namespace Reporting.Formats;

/// <summary>Registers what this folder offers.</summary>
internal static class FormatsServices
{
    public static IServiceCollection AddFormats(this IServiceCollection services) =>
        services.AddSingleton<FormatCatalogue>();
}
