using Microsoft.Extensions.DependencyInjection;
using Reporting.Formats.Csv;
using Reporting.Formats.JsonLines;

namespace Reporting.Formats;

/// <summary>Registers what this folder offers.</summary>
internal static class FormatsServices
{
    public static IServiceCollection AddFormats(this IServiceCollection services) =>
        services
            .AddSingleton<IReportFormat, CsvFormat>()
            .AddSingleton<IReportFormat, JsonLinesFormat>()
            .AddSingleton<FormatCatalogue>();
}
