using System.Xml.Linq;

namespace Reporting.Tests.Functions;

/// <summary>The host's settings hold what the work needs, and docs/host.md says why for each.</summary>
public sealed class HostJsonTests
{
    private static readonly JsonElement Host = JsonDocument.Parse(Read("host.json")).RootElement;

    private static JsonElement Durable => Host.GetProperty("extensions").GetProperty("durableTask");

    private static JsonElement Storage => Durable.GetProperty("storageProvider");

    [Fact]
    public void The_hosts_version_route_and_telemetry_are_set()
    {
        Assert.Equal("2.0", Host.GetProperty("version").GetString());
        Assert.Equal("OpenTelemetry", Host.GetProperty("telemetryMode").GetString());
        Assert.Equal("api", Host.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString());
    }

    [Fact]
    public void The_hub_has_a_valid_name_and_storage_of_its_own()
    {
        Assert.Matches("^[A-Za-z][A-Za-z0-9]{2,44}$", Durable.GetProperty("hubName").GetString());
        Assert.Equal("TaskHubStorage", Storage.GetProperty("connectionName").GetString());
        Assert.InRange(Storage.GetProperty("partitionCount").GetInt32(), 1, 16);
    }

    [Fact]
    public void Orchestrations_are_versioned_and_never_replaced_while_they_run()
    {
        Assert.Matches(@"^\d+\.\d+$", Durable.GetProperty("defaultVersion").GetString());
        Assert.Equal("CurrentOrOlder", Durable.GetProperty("versionMatchStrategy").GetString());
        Assert.Equal("Reject", Durable.GetProperty("versionFailureStrategy").GetString());
        Assert.Equal("NonRunningStates", Durable.GetProperty("overridableExistingInstanceStates").GetString());
    }

    [Theory]
    [InlineData("controlQueueVisibilityTimeout")]
    [InlineData("workItemQueueVisibilityTimeout")]
    public void Work_of_a_killed_host_comes_back_within_what_the_service_allows(string setting) =>
        Assert.InRange(Time(Storage.GetProperty(setting)), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(60));

    [Fact]
    public void The_reaper_reckons_with_the_engines_own_timeout() =>
        Assert.Equal(Time(Storage.GetProperty("controlQueueVisibilityTimeout")), TimeSpan.FromSeconds(new Reporting.Exports.ExportsOptions().VisibilityTimeoutSeconds));

    [Fact]
    public void A_slice_ends_well_before_the_host_ends_it() =>
        Assert.True(Time(Host.GetProperty("functionTimeout")) >= 5 * TimeSpan.FromSeconds(new Reporting.Exports.ExportsOptions().SliceSeconds));

    [Fact]
    public void The_trace_of_a_request_goes_on_through_the_queues()
    {
        Assert.True(Durable.GetProperty("tracing").GetProperty("distributedTracingEnabled").GetBoolean());
        Assert.Equal("V2", Durable.GetProperty("tracing").GetProperty("version").GetString());
    }

    [Fact]
    public void Inputs_and_outputs_stay_out_of_traces() =>
        Assert.False(Durable.GetProperty("tracing").GetProperty("traceInputsAndOutputs").GetBoolean());

    [Fact]
    public void Docs_say_why_for_every_setting()
    {
        string docs = Read("docs/host.md");
        Assert.All(Leaves(Host, ""), setting => Assert.Contains("`" + setting + "`", docs, StringComparison.Ordinal));
    }

    [Fact]
    public void The_project_copies_host_json_and_never_publishes_local_settings()
    {
        XElement[] items = [.. XDocument.Parse(Read("Reporting.Functions/Reporting.Functions.csproj")).Descendants("None")];
        XElement host = Assert.Single(items, item => (string?)item.Attribute("Include") == "../host.json");
        Assert.Equal("PreserveNewest", (string?)host.Attribute("CopyToPublishDirectory"));
        XElement local = Assert.Single(items, item => (string?)item.Attribute("Include") == "../local.settings.json");
        Assert.Equal("Never", (string?)local.Attribute("CopyToPublishDirectory"));
        Assert.Equal("PreserveNewest", (string?)local.Attribute("CopyToOutputDirectory"));
    }

    private static IEnumerable<string> Leaves(JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().SelectMany(member => Leaves(member.Value, path.Length == 0 ? member.Name : path + "." + member.Name))
            : [path];

    private static TimeSpan Time(JsonElement element) => TimeSpan.Parse(element.GetString()!, CultureInfo.InvariantCulture);

    private static string Read(string file) => File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, file));
}
