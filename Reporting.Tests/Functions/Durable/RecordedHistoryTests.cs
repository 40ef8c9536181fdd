using System.Text.Encodings.Web;
using System.Text.Json;
using Reporting.Tests.Exports.Workflow;

namespace Reporting.Tests.Functions.Durable;

/// <summary>
/// Exports in flight when a release goes out are replayed by it. <c>Histories/&lt;orchestration version&gt;/</c> holds what earlier ones
/// did; each release must ask for the same after every prefix, or raise <c>defaultVersion</c> in host.json and keep the old way for old instances.
/// </summary>
public sealed class RecordedHistoryTests
{
    private const string RecordVariable = "REPORTING_RECORD_HISTORIES";

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Folder => Path.Combine(SharedData.RepositoryRoot, "Reporting.Tests", "Functions", "Histories");

    public static TheoryData<string> Files() => [.. Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_prefix_of_a_recorded_history_gives_the_same_calls_in_the_same_order(string file)
    {
        DurableHistory history = JsonSerializer.Deserialize<DurableHistory>(File.ReadAllText(Path.Combine(Folder, file)))!;
        for (int count = 0; count <= history.Events.Count; count++)
        {
            var replay = new DurableReplay(history.JobId, [.. history.Events.Take(count)]);
            int asked = count < history.Events.Count ? history.ActionsBefore[count] : history.Actions.Count;
            Assert.Equal(history.Actions.Take(asked), replay.Actions);
            Assert.Equal(count == history.Events.Count, replay.Ended);
            if (replay.Ended)
            {
                Assert.Equal(history.Outcome, replay.Outcome);
                Assert.Equal(history.CustomStatus, replay.CustomStatus);
            }
        }
    }

    [Fact]
    public void The_version_that_new_exports_get_has_at_least_ten_histories()
    {
        Assert.InRange(Directory.EnumerateFiles(Path.Combine(Folder, HostVersion()), "*.json").Count(), 10, 1000);
    }

    [Fact]
    public void A_history_that_asks_for_something_else_is_noticed()
    {
        string file = Directory.EnumerateFiles(Folder, "retries.json", SearchOption.AllDirectories).First();
        DurableHistory history = JsonSerializer.Deserialize<DurableHistory>(File.ReadAllText(file))!;
        var replay = new DurableReplay(history.JobId, history.Events);
        Assert.NotEqual(history.Actions.Select(action => action with { Name = action.Name + "2" }), replay.Actions);
        Assert.NotEqual(history.Actions.Skip(1), replay.Actions);
    }

    [Fact]
    public async Task The_scenarios_run_as_they_were_recorded_for_this_version()
    {
        string version = HostVersion();
        foreach ((string name, DurableRun run) in DurableScenarios.All)
        {
            string path = Path.Combine(Folder, version, name + ".json");
            string ran = JsonSerializer.Serialize(await run.RunAsync(), Format) + "\n";
            if (!File.Exists(path) && Environment.GetEnvironmentVariable(RecordVariable) == version)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllTextAsync(path, ran, TestContext.Current.CancellationToken);
            }

            Assert.Equal(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), ran);
        }
    }

    private static string HostVersion()
    {
        using JsonDocument host = JsonDocument.Parse(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "host.json")));
        return host.RootElement.GetProperty("extensions").GetProperty("durableTask").GetProperty("defaultVersion").GetString()!;
    }
}
