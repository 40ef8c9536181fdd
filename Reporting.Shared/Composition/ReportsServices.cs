using Microsoft.Extensions.DependencyInjection;
using Reporting.Formats;
using Reporting.Reports.Changes;
using Reporting.Reports.Reading;

namespace Reporting.Composition;

/// <summary>Registers <c>Formats</c>.</summary>
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

/// <summary>Registers <c>Reports</c>.</summary>
internal static class ReportsServices
{
    public static IServiceCollection AddReports(this IServiceCollection services) => 
        services.AddSingleton<IReportSource, ReportSource>().AddSingleton<ChangedWindows>();
}
