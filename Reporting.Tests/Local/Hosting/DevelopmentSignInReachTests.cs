using System.Net;
using System.Net.Http.Headers;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Reporting.Access;
using Reporting.Api.Hosting;
using Reporting.Composition;
using Reporting.Exports;
using Reporting.Local.CommandLine;
using Reporting.Local.Hosting;
using Reporting.Local.SignIn;
using Reporting.Storage;
using Reporting.Tests.Api;
using Reporting.Tests.WholeSystem;

namespace Reporting.Tests.Local.Hosting;

/// <summary>The development sign-in gives tokens to this machine, and takes them from it, and from no other: whatever a request says of itself.</summary>
public sealed class DevelopmentSignInReachTests(AzuriteServer azurite)
{
    private const string Page = "/api/development/sign-in";

    private static readonly string[] Addresses = ["/development/.well-known/openid-configuration", "/development/keys", "/development/authorize?account=admin", "/development/sign-out", Page];

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_a_listener_that_others_reach_the_Host_header_opens_nothing()
    {
        IPAddress open = OpenAddress();
        using var keys = new TemporaryFolder();
        await using WebApplication host = await StartOpenAsync(keys);
        int port = new Uri(host.Urls.First()).Port;
        string token = host.Services.GetRequiredService<DevelopmentIssuer>().IssueAdminToken();

        foreach (string address in Addresses)
        {
            Assert.Equal(HttpStatusCode.NotFound, await SendAsync(open, port, HttpMethod.Get, address, null));
            Assert.NotEqual(HttpStatusCode.NotFound, await SendAsync(IPAddress.Loopback, port, HttpMethod.Get, address, null));
        }

        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(open, port, HttpMethod.Post, "/development/token", null));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(IPAddress.Loopback, port, HttpMethod.Post, "/development/token", null));
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(open, port, HttpMethod.Post, Page, null));
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(open, port, HttpMethod.Put, Page, null));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await SendAsync(IPAddress.Loopback, port, HttpMethod.Post, Page, null));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, await SendAsync(IPAddress.Loopback, port, HttpMethod.Put, Page, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(open, port, HttpMethod.Get, "/api/reports", token));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(IPAddress.Loopback, port, HttpMethod.Get, "/api/reports", token));
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.9", false)]
    [InlineData("X-Forwarded-For", "127.0.0.1, 203.0.113.9", false)]
    [InlineData("X-Forwarded-For", "unknown", false)]
    [InlineData("X-Forwarded-For", "127.0.0.1:50000, [::1]:50000, ::1, ::ffff:127.0.0.1", true)]
    [InlineData("X-Forwarded-Host", "reporting.example", false)]
    [InlineData("X-Forwarded-Host", "localhost:7071", true)]
    [InlineData("X-Real-IP", "203.0.113.9", false)]
    [InlineData("X-Original-For", "203.0.113.9:1", false)]
    [InlineData("Forwarded", "for=127.0.0.1", false)]
    public async Task What_a_proxy_on_this_machine_passes_on_from_elsewhere_is_refused(string header, string value, bool isTaken)
    {
        using var keys = new TemporaryFolder();
        await using WebApplication host = await StartOpenAsync(keys);
        int port = new Uri(host.Urls.First()).Port;
        string token = host.Services.GetRequiredService<DevelopmentIssuer>().IssueAdminToken();

        Assert.Equal(isTaken ? HttpStatusCode.OK : HttpStatusCode.NotFound, await SendAsync(IPAddress.Loopback, port, HttpMethod.Get, Addresses[0], null, (header, value)));
        Assert.Equal(isTaken ? HttpStatusCode.OK : HttpStatusCode.NotFound, await SendAsync(IPAddress.Loopback, port, HttpMethod.Get, Page, null, (header, value)));
        Assert.Equal(isTaken ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, await SendAsync(IPAddress.Loopback, port, HttpMethod.Get, "/api/reports", token, (header, value)));
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.8.9.10", "127.0.0.1", true)]
    [InlineData("::1", "::1", true)]
    [InlineData("::ffff:127.0.0.1", "::ffff:127.0.0.1", true)]
    [InlineData("203.0.113.9", "127.0.0.1", false)]
    [InlineData("127.0.0.1", "192.0.2.2", false)]
    [InlineData("::ffff:203.0.113.9", "::1", false)]
    [InlineData("fe80::1", "::1", false)]
    [InlineData(null, "127.0.0.1", false)]
    [InlineData(null, null, false)]
    public void Both_ends_of_the_connection_are_looked_at(string? remote, string? local, bool isLocal)
    {
        var context = new DefaultHttpContext();
        context.Request.Host = new HostString("localhost", 7071);
        context.Connection.RemoteIpAddress = remote is null ? null : IPAddress.Parse(remote);
        context.Connection.LocalIpAddress = local is null ? null : IPAddress.Parse(local);

        Assert.Equal(isLocal, LocalConnection.Carries(context));
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://localhost.example:0")]
    [InlineData("http://localhost:0;http://0.0.0.0:0")]
    public async Task A_host_with_the_development_sign_in_does_not_listen_to_others(string urls)
    {
        using var folder = new TemporaryFolder();
        var settings = new LocalSettings { Urls = urls, DataFolder = folder["data"], KeyFolder = folder["keys"] };

        UserErrorException refused = await Assert.ThrowsAsync<UserErrorException>(() => LocalHost.StartAsync(settings, _ => { }, CancellationToken));

        Assert.StartsWith("The development sign-in is on, and other machines reach " + urls.Split(';')[^1], refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["data"]), "Azurite was started first.");
    }

    [Fact]
    public async Task Nor_does_it_on_addresses_that_the_server_reads_by_itself()
    {
        using var folder = new TemporaryFolder();
        var settings = new LocalSettings
        {
            Urls = "http://127.0.0.1:0", KeyFolder = folder.Path, AllowDevelopmentSignIn = true,
            Overrides = new Dictionary<string, string?>(StringComparer.Ordinal) { ["ReportingStorage"] = azurite.NewAccount(), ["Kestrel:Endpoints:Open:Url"] = "http://0.0.0.0:0", ["Logging:LogLevel:Default"] = "None" },
        };

        UserErrorException refused = await Assert.ThrowsAsync<UserErrorException>(() => LocalHost.StartAsync(settings, _ => { }, CancellationToken));

        Assert.StartsWith("The development sign-in is on, and other machines reach http://0.0.0.0:", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, "Development")]
    [InlineData("", " ", "Development")]
    [InlineData("development", null, "Development")]
    [InlineData("Production", null, "Production")]
    [InlineData(null, "Production", "Production")]
    [InlineData("Development", "Production", "Production")]
    [InlineData("Staging", "Development", "Staging")]
    public void Either_variable_ends_the_environment_in_which_there_is_a_development_sign_in(string? aspnetcore, string? dotnet, string environment) =>
        Assert.Equal(environment, LocalApplication.EnvironmentOf(aspnetcore, dotnet));

    [Fact]
    public async Task A_terminal_is_shown_a_token_and_nothing_else_is()
    {
        using var folder = new TemporaryFolder();
        var settings = new LocalSettings
        {
            Urls = "http://127.0.0.1:0", KeyFolder = folder.Path, AllowDevelopmentSignIn = true, ServeAdminPages = false,
            Overrides = new Dictionary<string, string?>(StringComparer.Ordinal) { ["ReportingStorage"] = azurite.NewAccount(), ["Logging:LogLevel:Default"] = "None" },
        };
        await using LocalHost host = await LocalHost.StartAsync(settings, _ => { }, CancellationToken);

        Assert.Single(NextSteps.Of(host, isTerminal: true), line => line.StartsWith("export TOKEN=eyJ", StringComparison.Ordinal));
        Assert.DoesNotContain(NextSteps.Of(host, isTerminal: false), line => line.Contains("eyJ", StringComparison.Ordinal));
    }

    // The local host would not start so; the function app's host may listen to all.
    private async Task<WebApplication> StartOpenAsync(TemporaryFolder keys)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://0.0.0.0:0");
        builder.Services.AddReporting(builder.Configuration).OfferDevelopmentSignIn();
        builder.Services.AddSingleton(ReportingStorageFactory.Create(azurite.NewAccount()));
        builder.Services.AddSingleton<IExportRunner>(new InlineRunner());
        builder.Services.Configure<DevelopmentSignInOptions>(options => options.KeyFolder = keys.Path);
        WebApplication host = builder.Build();
        host.MapReportingApi();
        host.MapDevelopmentSignIn();
        await StorageSetup.CreateAsync(host.Services.GetRequiredService<ReportingStorage>(), CancellationToken);
        await host.StartAsync(CancellationToken);
        return host;
    }

    private static async Task<HttpStatusCode> SendAsync(IPAddress address, int port, HttpMethod method, string path, string? token, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        using var request = new HttpRequestMessage(method, new UriBuilder("http", address.ToString(), port).Uri.GetLeftPart(UriPartial.Authority) + path);
        request.Headers.Host = string.Create(CultureInfo.InvariantCulture, $"localhost:{port}");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage answer = await client.SendAsync(request, CancellationToken);
        return answer.StatusCode;
    }

    private static IPAddress OpenAddress()
    {
        IPAddress? open = NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
        Assert.SkipWhen(open is null, "this machine has no address beside its loopback ones");
        return open;
    }
}
