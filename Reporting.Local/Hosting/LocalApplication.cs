using Microsoft.AspNetCore.DataProtection;
using Reporting.Access;
using Reporting.Access.Development;
using Reporting.Api.Hosting;
using Reporting.Exports;
using Reporting.Local.AdminPages;
using Reporting.Local.CommandLine;
using Reporting.Local.Engine;
using Reporting.Local.Housekeeping;
using Reporting.Local.SignIn;
using Reporting.Storage;

namespace Reporting.Local.Hosting;

/// <summary>Composes the web application.</summary>
internal static class LocalApplication
{
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

    /// <summary>The account that the settings name, or null.</summary>
    /// <exception cref="UserErrorException">They name half an account.</exception>
    public static StorageConnection? Account(IConfiguration configuration)
    {
        try
        {
            return StorageConnection.Read(configuration);
        }
        catch (InvalidOperationException exception)
        {
            throw new UserErrorException(exception.Message, exception);
        }
    }

    /// <summary>The application on an account; <paramref name="ownAzurite"/> says that it was started for it.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, LocalSettings settings, IReadOnlyList<Uri> addresses, StorageConnection account, bool ownAzurite)
    {
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.Hosting", LogLevel.Warning).AddFilter("Azure", LogLevel.Warning);
        builder.WebHost.UseUrls([.. addresses.Select(address => address.OriginalString)]);
        // Signals are the command's to handle: the service must end before Azurite does.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddReporting(builder.Configuration);
        // Authentication brings data protection along, which would keep a key in the user's profile; nothing here uses it.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddSingleton(provider => ReportingStorageFactory.Create(account, provider.GetServices<TablePipelinePolicy>()));
        if (ownAzurite || settings.AllowDevelopmentSignIn)
        {
            builder.Services.OfferDevelopmentSignIn(settings.AllowDevelopmentSignIn);
        }

        if (settings.KeyFolder is { } keyFolder)
        {
            builder.Services.Configure<DevelopmentSignInOptions>(options => options.KeyFolder = keyFolder);
            builder.Services.Configure<ExportsOptions>(options => options.ManifestKeyFile = Path.Combine(keyFolder, "manifest-key.pem"));
        }

        builder.Services.AddLocalEngine(builder.Configuration, breakFormerLease: ownAzurite);
        builder.Services.AddHousekeeping(builder.Configuration);
        WebApplication application = builder.Build();
        application.MapReportingApi();
        application.MapDevelopmentSignIn();
        if (Directory.Exists(LocalFolders.AdminPages))
        {
            application.MapAdminPages(LocalFolders.AdminPages);
        }

        return application;
    }
}
