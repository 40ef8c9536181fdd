using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Reporting.Access;
using Reporting.Composition;
using Reporting.Functions.Durable;
using Reporting.Functions.Hosting;
using Reporting.Functions.Triggers;
using Reporting.Storage;
using Reporting.Tests.WholeSystem;

namespace Reporting.Tests.Functions;

/// <summary>The development sign-in of the function app: under <c>func start</c> a page that gives tokens, and nothing at all elsewhere.</summary>
public sealed class DevelopmentTriggersTests
{
    private const string Emulator = "UseDevelopmentStorage=true"; // Never called.
    private const string RealAccount = "DefaultEndpointsProtocol=https;AccountName=real;AccountKey=YWFhYQ==;TableEndpoint=https://real.table.core.windows.net/;BlobEndpoint=https://real.blob.core.windows.net/";

    [Fact]
    public async Task Under_func_start_it_gives_a_token_and_names_the_hosts_address()
    {
        using var keys = new TemporaryFolder();
        await using ServiceProvider services = Services(keys, "Development", Emulator);

        (int status, string page) = await AskAsync(services, "GET");
        Assert.Equal(200, status);
        Assert.Contains("value=\"admin\"", page, StringComparison.Ordinal);

        // As the host passes it on: to the worker's own address.
        (status, page) = await AskAsync(services, "POST", context =>
        {
            context.Request.Host = new HostString("127.0.0.1", 40123);
            (context.Request.Headers["X-Forwarded-For"], context.Request.Headers["X-Forwarded-Host"], context.Request.Headers["X-Forwarded-Proto"]) = ("::1", "localhost:7071", "http");
        });
        Assert.Equal(200, status);
        Assert.Contains("curl -H \"Authorization: Bearer $TOKEN\" http://localhost:7071/api/reports", page, StringComparison.Ordinal);
        Assert.Contains("TOKEN=eyJ", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production", Emulator, "127.0.0.1", "127.0.0.1", "localhost", null)]
    [InlineData("Staging", Emulator, "127.0.0.1", "127.0.0.1", "localhost", null)]
    [InlineData("Development", RealAccount, "127.0.0.1", "127.0.0.1", "localhost", null)]
    [InlineData("Development", Emulator, "203.0.113.9", "127.0.0.1", "localhost", null)]
    [InlineData("Development", Emulator, "127.0.0.1", "192.0.2.2", "localhost", null)]
    [InlineData("Development", Emulator, null, null, "localhost", null)]
    [InlineData("Development", Emulator, "127.0.0.1", "127.0.0.1", "rebound.example", null)]
    [InlineData("Development", Emulator, "127.0.0.1", "127.0.0.1", "localhost", "rebound.example")]
    public async Task Elsewhere_nothing_is_there(string environment, string account, string? remote, string? local, string host, string? forwardedHost)
    {
        using var keys = new TemporaryFolder();
        await using ServiceProvider services = Services(keys, environment, account);
        foreach (string method in (string[])["GET", "HEAD", "POST"])
        {
            (int status, string answer) = await AskAsync(services, method, context =>
            {
                context.Connection.RemoteIpAddress = remote is null ? null : IPAddress.Parse(remote);
                context.Connection.LocalIpAddress = local is null ? null : IPAddress.Parse(local);
                context.Request.Host = new HostString(host);
                if (forwardedHost is not null)
                {
                    context.Request.Headers["X-Forwarded-Host"] = forwardedHost;
                }
            });

            Assert.Equal(404, status);
            if (method != "HEAD")
            {
                using JsonDocument problem = JsonDocument.Parse(answer);
                Assert.Equal("urn:reporting:problem:unknown-address", problem.RootElement.GetProperty("type").GetString());
            }
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(keys.Path)); // No key was made either.
    }

    private static async Task<(int Status, string Body)> AskAsync(IServiceProvider services, string method, Action<HttpContext>? change = null)
    {
        var context = new DefaultHttpContext { RequestServices = services };
        (context.Request.Method, context.Request.Scheme, context.Request.Host, context.Request.Path) = (method, "http", new HostString("localhost", 7071), "/api/development/sign-in");
        (context.Connection.RemoteIpAddress, context.Connection.LocalIpAddress) = (IPAddress.Loopback, IPAddress.Loopback);
        if (method == "POST")
        {
            context.Request.ContentType = "application/x-www-form-urlencoded";
            context.Request.Body = new MemoryStream(Encoding.ASCII.GetBytes("account=admin"));
        }

        change?.Invoke(context);
        using var body = new MemoryStream();
        context.Response.Body = body;
        await new DevelopmentTriggers(new FunctionApi(new DurableClientSource())).DevelopmentSignInPage(context.Request);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(body.ToArray()));
    }

    private static ServiceProvider Services(TemporaryFolder keys, string environment, string account)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [KeyValuePair.Create<string, string?>("Access:Authority", "https://login.example.com"), KeyValuePair.Create<string, string?>("Access:Audience", "reporting")]).Build();
        var services = new ServiceCollection();
        services.AddSingleton(configuration).AddLogging().AddMetrics();
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = environment });
        services.AddReporting(configuration).AddReportingStorage(new StorageConnection { ConnectionString = account }).OfferDevelopmentSignIn();
        services.Configure<DevelopmentSignInOptions>(options => options.KeyFolder = keys.Path);
        return services.BuildServiceProvider();
    }
}
