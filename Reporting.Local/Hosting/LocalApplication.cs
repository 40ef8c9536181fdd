using DurableTask.AzureStorage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Reporting.Access;
using Reporting.Api.Hosting;
using Reporting.Composition;
using Reporting.Exports;
using Reporting.Local.AdminPages;
using Reporting.Local.CommandLine;
using Reporting.Local.Durable;
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
            EnvironmentName = EnvironmentOf(
                Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT"), Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")),
        });
        builder.Configuration.AddInMemoryCollection(settings.Overrides);
        return builder;
    }

    /// <summary>The environment: Development, unless one of the variables names another.</summary>
    internal static string EnvironmentOf(params string?[] variables) =>
        Array.Find(variables, name => !string.IsNullOrWhiteSpace(name) && !string.Equals(name, Environments.Development, StringComparison.OrdinalIgnoreCase)) ?? Environments.Development;

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
            throw StartupErrors.WrongAccount(exception);
        }
    }

    /// <summary>Looks whether the settings can be worked with where an Azurite is to be started, before that is done.</summary>
    /// <exception cref="UserErrorException">They cannot; the message names the setting.</exception>
    public static async Task RehearseAsync(LocalSettings settings, IReadOnlyList<Uri> addresses)
    {
        var emulator = new StorageConnection { ConnectionString = "UseDevelopmentStorage=true" }; // Of the same kind, and never called.
        await Build(CreateBuilder(settings), settings, addresses, emulator, ownAzurite: true).DisposeAsync();
    }

    /// <summary>The application on an account; <paramref name="ownAzurite"/> says that it was started for it.</summary>
    /// <exception cref="UserErrorException">A setting is wrong; the message names it.</exception>
    public static WebApplication Build(
        WebApplicationBuilder builder, LocalSettings settings, IReadOnlyList<Uri> addresses, StorageConnection account, bool ownAzurite)
    {
        IHost? application = null;
        try
        {
            Register(builder, settings, account, ownAzurite);
            builder.WebHost.UseUrls([.. addresses.Select(address => address.OriginalString)]);
            WebApplication built = builder.Build();
            application = built;
            CheckStorage(built.Services);
            built.Services.GetRequiredService<IStartupValidator>().Validate();
            EnsureLoopback(built.Services, addresses.Select(address => address.OriginalString));
            Map(built, settings);
            application = null;
            return built;
        }
        catch (OptionsValidationException exception)
        {
            bool signIn = !ownAzurite && !settings.AllowDevelopmentSignIn && string.IsNullOrEmpty(builder.Configuration["Access:Authority"]);
            throw StartupErrors.WrongSettings(exception, signIn);
        }
        catch (InvalidOperationException exception)
        {
            throw StartupErrors.WrongSetting(exception);
        }
        finally
        {
            application?.Dispose();
        }
    }

    /// <summary>Refuses to listen where other machines reach the development sign-in.</summary>
    /// <exception cref="UserErrorException">One of the addresses does not lead to this machine only.</exception>
    public static void EnsureLoopback(IServiceProvider services, IEnumerable<string> addresses)
    {
        if (services.GetRequiredService<DevelopmentSignIn>().IsActive)
        {
            ListenAddresses.EnsureLoopback(addresses);
        }
    }

    private static void Map(WebApplication application, LocalSettings settings)
    {
        application.MapReportingApi();
        application.MapDevelopmentSignIn();
        if (settings.ServeAdminPages && Directory.Exists(LocalFolders.AdminPages))
        {
            application.MapAdminPages(LocalFolders.AdminPages);
        }
    }

    private static void CheckStorage(IServiceProvider services)
    {
        Check<ReportingStorage>(services, StorageConnection.SettingName);
        Check<AzureStorageOrchestrationService>(services, TaskHub.ConnectionName);
    }

    private static void Check<TClient>(IServiceProvider services, string setting)
        where TClient : notnull
    {
        try
        {
            services.GetRequiredService<TClient>();
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or ArgumentException)
        {
            throw StartupErrors.WrongConnectionString(setting, exception);
        }
    }

    private static void Register(WebApplicationBuilder builder, LocalSettings settings, StorageConnection account, bool ownAzurite)
    {
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter(
            "Microsoft.Hosting", LogLevel.Warning).AddFilter("Azure", LogLevel.Warning);
        // The framework tells what it tries again with whole stacks; what fails for good the activities and the reaper tell.
        builder.Logging.AddFilter("DurableTask", LogLevel.Critical).AddFilter("Microsoft.DurableTask", LogLevel.Warning);
        // Signals are the command's to handle: the service must end before Azurite does.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddReporting(builder.Configuration);
        // Authentication brings data protection along, which would keep a key in the user's profile; nothing here uses it.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        foreach (ServiceDescriptor keyLoader in builder.Services.Where(IsOfDataProtection).ToList())
        {
            builder.Services.Remove(keyLoader);
        }

        builder.Services.AddReportingStorage(account);
        if (ownAzurite || settings.AllowDevelopmentSignIn)
        {
            builder.Services.OfferDevelopmentSignIn(settings.AllowDevelopmentSignIn);
        }

        if (settings.KeyFolder is { } keyFolder)
        {
            builder.Services.Configure<DevelopmentSignInOptions>(options => options.KeyFolder = keyFolder);
            builder.Services.Configure<ExportsOptions>(options => options.ManifestKeyFile = Path.Combine(keyFolder, "manifest-key.pem"));
        }

        builder.Services.AddTaskHub(builder.Configuration, TaskHub.Connection(builder.Configuration, account), onlyProcess: ownAzurite);
        builder.Services.AddHousekeeping(builder.Configuration, runSchedules: ownAzurite || settings.RunSchedules);
    }

    private static bool IsOfDataProtection(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Assembly == typeof(EphemeralDataProtectionProvider).Assembly;
}
