using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Reporting.Api.Hosting;
using Reporting.Tests.Functions.Checks;

namespace Reporting.Tests.Functions;

/// <summary>The function app's sources, checked on feeds that do not carry its packages. <see cref="CheckerTests"/> shows that each check can fail.</summary>
public sealed class FunctionAppTests
{
    private static readonly Lazy<CSharpCompilation> App = new(FunctionAppSources.CompileApp);

    [Fact]
    public void The_app_compiles_without_a_warning()
    {
        using var output = new MemoryStream();
        ImmutableArray<Diagnostic> diagnostics = App.Value.Emit(output, cancellationToken: TestContext.Current.CancellationToken).Diagnostics;

        Assert.Empty(diagnostics.Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Hidden));
    }

    [Fact]
    public void Every_endpoint_of_the_api_has_one_trigger_and_no_trigger_stands_alone()
    {
        Assert.NotEmpty(ApiEndpoints.All);
        Assert.Empty(FunctionRules.Routes(App.Value, WantedRoutes));
    }

    [Fact]
    public void No_route_is_one_that_the_host_keeps_for_itself() => Assert.Empty(FunctionRules.ReservedRoutes(App.Value));

    [Fact]
    public void Function_names_are_valid_and_different() => Assert.Empty(FunctionRules.Names(App.Value));

    [Fact]
    public void Every_setting_that_triggers_need_stands_in_the_example() =>
        Assert.Empty(FunctionRules.Settings(App.Value, ReadRoot("host.json"), ExampleSettings()));

    [Fact]
    public void The_app_stays_thin()
    {
        Assert.InRange(SizeRules.LinesOf(App.Value), 1, SizeRules.MaxLines - 1);
        Assert.Empty(SizeRules.LongMethods(App.Value));
    }

    [Fact]
    public void Handlers_that_can_reach_the_engine_get_its_client() =>
        Assert.Empty(ClientRules.MissingClients(App.Value, RunnerReach.Handlers()));

    [Fact]
    public void Nothing_on_the_path_of_an_orchestration_is_nondeterministic() =>
        Assert.Empty(ReplayRules.Violations(ReplayRules.OrchestratorFiles().Select(file => (file, File.ReadAllText(file)))));

    private static WantedRoute[] WantedRoutes =>
        [.. ApiEndpoints.All.Select(endpoint => new WantedRoute(endpoint.Method, endpoint.Route, endpoint.Handler.FullName!))];

    private static HashSet<string> ExampleSettings()
    {
        using JsonDocument example = JsonDocument.Parse(ReadRoot("local.settings.json.example"));
        return example.RootElement.GetProperty("Values").EnumerateObject().Select(setting => setting.Name).ToHashSet(StringComparer.Ordinal);
    }

    private static string ReadRoot(string file) => File.ReadAllText(Path.Combine(FunctionAppSources.Root, file));
}
