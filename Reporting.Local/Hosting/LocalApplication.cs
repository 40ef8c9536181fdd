using Microsoft.Extensions.Hosting;
using Reporting.Access;
using Reporting.Local.Engine;

namespace Reporting.Local.Hosting;

/// <summary>Composes the web application.</summary>
internal static class LocalApplication
{
    private const string StorageSetting = "ReportingStorage";

    /// <summary>A builder with the settings, nothing registered yet.</summary>
    public static WebApplicationBuilder CreateBuilder(LocalSettings settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(LocalApplication).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environments.Development,
        });
        builder.Configuration.AddInMemoryCollection(settings.Overrides);
        return builder;
    }

    /// <summary>Whether the settings name a storage account.</summary>
    public static bool HasAccount(IConfiguration configuration) =>
        configuration.GetSection(StorageSetting) is var section && (!string.IsNullOrEmpty(section.Value) || section.GetChildren().Any());

    /// <summary>The application; <paramref name="azurite"/> is the connection string of the Azurite that was started for it, or null.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, LocalSettings settings, IReadOnlyList<Uri> addresses, string? azurite)
    {
        if (azurite is not null)
        {
            builder.Configuration.AddInMemoryCollection([new(StorageSetting, azurite)]);
        }

        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.Hosting", LogLevel.Warning).AddFilter("Azure", LogLevel.Warning);
        builder.WebHost.UseUrls([.. addresses.Select(address => address.OriginalString)]);
        // Signals are the command's to handle: the service must end before Azurite does.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddReporting(builder.Configuration);
        builder.Services.AddReportingStorage(builder.Configuration);
        if (azurite is not null || settings.AllowDevelopmentSignIn)
        {
            builder.Services.OfferDevelopmentSignIn(settings.AllowDevelopmentSignIn);
        }

        builder.Services.AddLocalEngine(builder.Configuration, breakFormerLease: azurite is not null);
        WebApplication application = builder.Build();
        application.MapReportingApi();
        return application;
    }
}
