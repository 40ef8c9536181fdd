using Microsoft.Extensions.DependencyInjection;
using Reporting.Reports.Changes;

namespace Reporting.Reports;

/// <summary>Registers what this folder offers.</summary>
internal static class ReportsServices
{
    public static IServiceCollection AddReports(this IServiceCollection services) => 
        services.AddSingleton<IReportSource, ReportSource>().AddSingleton<ChangedWindows>();
}
