using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Reporting.Api;
using Reporting.Composition;
using Reporting.Functions.Durable;
using Reporting.Functions.Hosting;
using Reporting.Functions.Triggers;
using Reporting.Storage;

namespace Reporting.Tests.Functions;

/// <summary>
/// Where the Functions host sends a request: to the first function whose route and methods fit, in the order of the functions' names without regard to
/// case. A route of ASP.NET Core's older kind is what the host itself uses.
/// </summary>
public sealed class FunctionRoutingTests : IAsyncLifetime
{
    private const string CatchAll = nameof(ServiceTriggers.UnknownAddress);

    private readonly RouteCollection _routes = new();

    private IReadOnlyList<AppFunction> _functions = [];

    public async ValueTask InitializeAsync()
    {
        _functions = [.. (await AppFunction.AllAsync()).Where(function => function.Kind == "httpTrigger").OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)];
        var constraints = new DefaultInlineConstraintResolver(Options.Create(new RouteOptions()), new ServiceCollection().BuildServiceProvider());
        foreach (AppFunction function in _functions)
        {
            var methods = new Dictionary<string, object>(StringComparer.Ordinal);
            if (function.HttpMethods.Count > 0)
            {
                methods["httpMethod"] = new HttpMethodRouteConstraint([.. function.HttpMethods]);
            }

            var marks = new RouteHandler(context =>
            {
                context.Items[CatchAll] = function.Name;
                return Task.CompletedTask;
            });
            _routes.Add(new Route(marks, function.Name, "api/" + (function.Route ?? function.Name), null, methods, null, constraints));
        }
    }

    [Fact]
    public async Task Every_endpoint_is_reached_past_the_function_that_takes_the_rest()
    {
        foreach (ApiEndpoint endpoint in ApiEndpoints.All)
        {
            foreach (string method in endpoint.Methods)
            {
                string reached = await ReachedBy(method, "/api/" + endpoint.Route.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal));
                Assert.Equal(endpoint.Handler, Assert.Single(_functions.Single(function => function.Name == reached).Handlers()).Handler);
            }
        }
    }

    [Theory]
    [InlineData("GET", "/api/nothing/here", 404, null)]
    [InlineData("POST", "/api", 404, null)]
    [InlineData("GET", "/api/admin/host/status", 404, null)]
    [InlineData("PATCH", "/api/exports/01hq", 405, "GET, HEAD, DELETE")]
    [InlineData("DELETE", "/api/health", 405, "GET, HEAD")]
    [InlineData("GET", "/api/activity/commits", 405, "POST")]
    public async Task What_no_endpoint_takes_is_answered_with_problem_details(string method, string path, int status, string? allow)
    {
        Assert.Equal(CatchAll, await ReachedBy(method, path));

        HttpContext context = ContextOf(method, path);
        await using ServiceProvider services = ApiServices();
        context.RequestServices = services;
        context.Response.Body = new MemoryStream();
        await new ServiceTriggers(new FunctionApi(new DurableClientSource())).UnknownAddress(context.Request);

        Assert.Equal((status, "application/problem+json"), (context.Response.StatusCode, context.Response.ContentType?.Split(';')[0]));
        Assert.Equal(allow?.Split(", ").Order(), context.Response.Headers.Allow.FirstOrDefault()?.Split(", ").Order());
        context.Response.Body.Position = 0;
        using JsonDocument problem = await JsonDocument.ParseAsync(context.Response.Body, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(status, problem.RootElement.GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData("/admin/host/status")]
    [InlineData("/runtime/webhooks/durabletask/instances")]
    [InlineData("/")]
    public async Task The_hosts_own_addresses_stay_the_hosts(string path) => Assert.Equal("", await ReachedBy("GET", path));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<string> ReachedBy(string method, string path)
    {
        HttpContext context = ContextOf(method, path);
        context.RequestServices = new ServiceCollection().AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).BuildServiceProvider();
        var route = new RouteContext(context);
        await _routes.RouteAsync(route);
        await (route.Handler?.Invoke(context) ?? Task.CompletedTask);
        return context.Items[CatchAll] as string ?? "";
    }

    private static DefaultHttpContext ContextOf(string method, string path)
    {
        var context = new DefaultHttpContext();
        (context.Request.Method, context.Request.Path) = (method, path);
        return context;
    }

    private static ServiceProvider ApiServices()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("Access:Authority", "https://login.example.com"), KeyValuePair.Create<string, string?>("Access:Audience", "reporting")]).Build();
        var services = new ServiceCollection();
        services.AddSingleton(configuration).AddLogging().AddMetrics();
        services.AddSingleton<Microsoft.Extensions.Hosting.IHostEnvironment>(new Microsoft.Extensions.Hosting.Internal.HostingEnvironment { EnvironmentName = "Production" });
        services.AddReporting(configuration).AddReportingStorage(new StorageConnection { ConnectionString = "UseDevelopmentStorage=true" }); // Never called.
        return services.BuildServiceProvider();
    }
}
