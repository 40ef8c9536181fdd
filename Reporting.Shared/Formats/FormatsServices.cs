using Microsoft.Extensions.DependencyInjection;
using Reporting.Formats.Cef;
using Reporting.Formats.Csv;
using Reporting.Formats.JsonLines;
using Reporting.Formats.Ocsf;

namespace Reporting.Formats;

/// <summary>Registers what this folder offers.</summary>
internal static class FormatsServices
{
    public static IServiceCollection AddFormats(this IServiceCollection services)
    {
        services.AddOptions<CefOptions>().BindConfiguration("Cef").ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<IReportFormat, CsvFormat>()
            .AddSingleton<IReportFormat, CefFormat>()
            .AddSingleton<IReportFormat, JsonLinesFormat>()
            .AddSingleton<IReportFormat, OcsfFormat>()
            .AddSingleton<FormatCatalogue>()
            .AddSingleton<FormatOptionsFactory>();
    }
}
