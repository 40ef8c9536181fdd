using System.Net.Sockets;
using Azure;
using Azure.Identity;
using DurableTask.AzureStorage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Reporting.Access;
using Reporting.Composition;
using Reporting.Local.AdminPages;
using Reporting.Local.Azurite;
using Reporting.Local.CommandLine;
using Reporting.Storage;

namespace Reporting.Local.Hosting;

/// <summary>The running local host: the service over HTTP, its engine, and Azurite where it started one. Disposing it ends all of them in order.</summary>
internal sealed class LocalHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly AzuriteDataFolder? _data;
    private readonly AzuriteProcess? _azurite;

    private LocalHost(WebApplication application, AzuriteDataFolder? data, AzuriteProcess? azurite)
    {
        _application = application;
        _data = data;
        _azurite = azurite;
    }

    /// <summary>The first address it listens on.</summary>
    public Uri Address =>
        new(_application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <summary>Its services.</summary>
    public IServiceProvider Services => _application.Services;

    /// <summary>The Azurite it started, or null when it uses another account.</summary>
    public AzuriteProcess? Azurite => _azurite;

    /// <summary>Folder of Azurite's data, or null without Azurite.</summary>
    public string? DataFolder => _data?.Path;

    /// <summary>A token of the development administrator, or null where the development sign-in is off.</summary>
    public string? AdminToken =>
        Services.GetRequiredService<DevelopmentSignIn>().IsActive
            ? Services.GetRequiredService<DevelopmentIssuer>().IssueAdminToken()
            : null;

    /// <summary>Starts everything; <paramref name="progress"/> gets a line before each slow step.</summary>
    /// <exception cref="UserErrorException">Something that the user can mend is in the way.</exception>
    public static async Task<LocalHost> StartAsync(LocalSettings settings, Action<string> progress, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = LocalApplication.CreateBuilder(settings);
        IReadOnlyList<Uri> addresses = ListenAddresses.Of(settings, builder.Configuration);
        ListenAddresses.EnsureFree(addresses);
        StorageConnection? account = settings.AlwaysUseAzurite ? null : LocalApplication.Account(builder.Configuration);
        if (account is null)
        {
            await LocalApplication.RehearseAsync(settings, addresses);
        }

        AzuriteDataFolder? data = null;
        AzuriteProcess? azurite = null;
        WebApplication? application = null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task pages = Task.CompletedTask;
        try
        {
            var installation = new AzuriteInstallation(LocalFolders.Tools);
            if (account is null)
            {
                data = AzuriteDataFolder.Take(settings.DataFolder ?? LocalFolders.Data);
                await data.WaitForFormerAzuriteAsync(progress, cancellationToken);
                await installation.CheckNodeAsync(cancellationToken);
            }

            // Only after the checks: an error is then reported in one line, and not after lines about an installation.
            pages = settings.ServeAdminPages
                ? AdminPagesInstallation.EnsureAsync(LocalFolders.AdminPages, progress, stop.Token)
                : Task.CompletedTask;
            if (account is null)
            {
                await installation.EnsureAsync(progress, cancellationToken);
                progress("Starting Azurite ...");
                azurite = await AzuriteProcess.StartAsync(installation, data!, cancellationToken);
                account = new StorageConnection { ConnectionString = azurite.ConnectionString };
            }

            await pages;
            application = LocalApplication.Build(builder, settings, addresses, account, ownAzurite: azurite is not null);
            await PrepareStorageAsync(application.Services, cancellationToken);
            await StartAsync(application, addresses, cancellationToken);
            return new LocalHost(application, data, azurite);
        }
        catch
        {
            await stop.CancelAsync();
            await pages.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await EndAsync(application, azurite, data);
            throw;
        }
    }

    /// <summary>Completes when the host is asked to stop, or when its Azurite process has ended.</summary>
    /// <exception cref="UserErrorException">Azurite has ended by itself.</exception>
    public async Task WaitForShutdownAsync(CancellationToken cancellationToken)
    {
        Task stopped = _application.WaitForShutdownAsync(cancellationToken);
        Task ended = _azurite?.Ended ?? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        if (await Task.WhenAny(stopped, ended) == ended && !cancellationToken.IsCancellationRequested)
        {
            throw StartupErrors.AzuriteEnded(DataFolder);
        }

        await stopped;
    }

    public ValueTask DisposeAsync() => EndAsync(_application, _azurite, _data);

    // The clients have tried for a while by then.
    private static async Task PrepareStorageAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        try
        {
            await StorageSetup.CreateAsync(services.GetRequiredService<ReportingStorage>(), cancellationToken);
        }
        catch (Exception exception) when (exception is RequestFailedException or AuthenticationFailedException || (StorageFailures.IsUnavailable(exception) && !cancellationToken.IsCancellationRequested))
        {
            throw StartupErrors.UnusableStorage(exception);
        }

        try
        {
            await services.GetRequiredService<AzureStorageOrchestrationService>().CreateIfNotExistsAsync().WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw StartupErrors.UnusableTaskHub(exception);
        }
    }

    private static async Task StartAsync(WebApplication application, IReadOnlyList<Uri> addresses, CancellationToken cancellationToken)
    {
        try
        {
            await application.StartAsync(cancellationToken);

            // The section Kestrel:Endpoints takes the place of the addresses that were looked at before.
            LocalApplication.EnsureLoopback(application.Services, application.Urls);
        }
        catch (IOException exception) when (exception.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw ListenAddresses.Busy(addresses[0], exception);
        }
        catch (SocketException exception)
        {
            throw StartupErrors.CannotListen(addresses, exception);
        }
    }

    // The service first, so that its last writes reach Azurite; the folder last, when no process writes to it.
    private static async ValueTask EndAsync(WebApplication? application, AzuriteProcess? azurite, AzuriteDataFolder? data)
    {
        if (application is not null)
        {
            await application.StopAsync(CancellationToken.None);
            await application.DisposeAsync();
        }

        if (azurite is not null)
        {
            await azurite.DisposeAsync();
        }

        data?.Dispose();
    }
}
