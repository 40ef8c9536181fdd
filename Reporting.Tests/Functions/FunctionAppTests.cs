using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Reporting.Api;

namespace Reporting.Tests.Functions;

/// <summary>The function app as it is built: the functions that its worker announces to the host, and their methods.</summary>
public sealed partial class FunctionAppTests : IAsyncLifetime
{
    /// <summary>Enough for one call with a few arguments, not for a decision.</summary>
    private const int MaxCodeBytes = 40;

    private const string CatchAll = nameof(Reporting.Functions.Triggers.ServiceTriggers.UnknownAddress);

    private IReadOnlyList<AppFunction> _functions = [];

    private IEnumerable<AppFunction> Http => _functions.Where(function => function.Kind == "httpTrigger");

    public async ValueTask InitializeAsync()
    {
        _functions = await AppFunction.AllAsync();
        Assert.InRange(_functions.Count, 25, 200);
    }

    [Fact]
    public void Every_endpoint_of_the_api_has_one_trigger_that_calls_its_handler()
    {
        Assert.NotEmpty(ApiEndpoints.All);
        Assert.All(ApiEndpoints.All.SelectMany(endpoint => endpoint.Methods.Select(method => (method, endpoint))), wanted =>
        {
            AppFunction function = Assert.Single(Http, function => function.HttpMethods.Contains(wanted.method, StringComparer.Ordinal) && SameRoute(wanted.endpoint, function));
            Assert.Equal(wanted.endpoint.Handler, Assert.Single(function.Handlers()).Handler);
        });
    }

    [Fact]
    public void No_trigger_stands_alone_or_asks_for_a_key() => Assert.All(Http, function =>
    {
        Assert.Equal(function.Name != CatchAll, function.HttpMethods.Count > 0); // No methods are all methods.
        Assert.All(function.HttpMethods, method => Assert.Contains(ApiEndpoints.All, endpoint => endpoint.Methods.Contains(method) && SameRoute(endpoint, function)));
        Assert.Equal("Anonymous", AppFunction.Text(function.Trigger, "authLevel"));
    });

    [Fact]
    public void No_route_is_one_that_the_host_keeps_for_itself() =>
        Assert.All(Http, function => Assert.DoesNotMatch("^/?(?i:admin|runtime)", function.Route ?? function.Name));

    [Fact]
    public void Function_names_are_valid_and_different()
    {
        Assert.All(_functions, function => Assert.Matches("^(?!(?i:host)$)[A-Za-z][A-Za-z0-9_-]{0,127}$", function.Name));
        Assert.Distinct(_functions.Select(function => function.Name), StringComparer.OrdinalIgnoreCase);
        Assert.All(_functions, function => Assert.True(function.Method is { IsPublic: true, DeclaringType.IsPublic: true }, $"{function.Name} is not public."));
    }

    [Fact]
    public void Timers_have_literal_times_that_wake_a_sleeping_app_and_documents_say_how_to_switch_them_off()
    {
        string documented = ReadRoot("docs/configuration.md");
        AppFunction[] timers = [.. _functions.Where(function => function.Kind == "timerTrigger")];
        Assert.Equal(5, timers.Length);
        Assert.All(timers, timer =>
        {
            string schedule = AppFunction.Text(timer.Trigger, "schedule")!;
            Assert.Matches(@"^\d+( (\d+|\*)){5}$", schedule);
            Assert.Contains($"| `AzureWebJobs.{timer.Name}.Disabled` | `{schedule}` |", documented, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_setting_that_triggers_and_host_json_need_stands_in_the_example()
    {
        using JsonDocument example = JsonDocument.Parse(ReadRoot("local.settings.json.example"));
        string[] settings = [.. example.RootElement.GetProperty("Values").EnumerateObject().Select(setting => setting.Name)];
        Assert.All(NeededSettings(_functions), setting => Assert.Contains(setting, settings));
    }

    [Fact]
    public void Handlers_that_can_reach_the_engine_get_its_client_and_no_others_do()
    {
        IReadOnlySet<Type> handlers = RunnerDependencies.Handlers();
        AppFunction[] reaching = [.. Http.Where(function => function.Handlers().Any(one => handlers.Contains(one.Handler)))];
        Assert.InRange(reaching.Length, 4, 100);
        Assert.Equal(reaching.Select(function => function.Name), Http.Where(function => function.BindsClient).Select(function => function.Name));
        Assert.All(reaching, function => Assert.True(function.BindsClient && function.Handlers().Single().WithClient, $"{function.Name} does not hand on the durable client."));
    }

    [Fact]
    public void Triggers_only_hand_on() => Assert.All(_functions.Where(function => function.Kind is "httpTrigger" or "timerTrigger"), function =>
    {
        Assert.InRange(function.Code.Length, 1, MaxCodeBytes);
        Assert.False(function.Method.IsDefined(typeof(AsyncStateMachineAttribute), inherit: false), $"{function.Name} does more than hand on.");
    });

    /// <summary>The names between percent signs in bindings and in host.json, as the environment spells them.</summary>
    internal static IEnumerable<string> NeededSettings(IEnumerable<AppFunction> functions) => functions.SelectMany(function => function.Texts).Append(ReadRoot("host.json"))
        .SelectMany(text => SettingName.Matches(text)).Select(match => match.Groups["name"].Value.Replace(":", "__", StringComparison.Ordinal));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [GeneratedRegex("%(?<name>[A-Za-z0-9_:.]+)%", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SettingName { get; }

    private static bool SameRoute(ApiEndpoint endpoint, AppFunction function) => string.Equals(endpoint.Route, function.Route, StringComparison.OrdinalIgnoreCase);

    private static string ReadRoot(string file) => File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, file));
}
