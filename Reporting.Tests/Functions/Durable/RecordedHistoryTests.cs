using DurableTask.Core;
using DurableTask.Core.Command;
using Microsoft.DurableTask;
using Reporting.Exports.Slices;
using Reporting.Exports.Workflow;
using Reporting.Tests.Exports.Workflow;

namespace Reporting.Tests.Functions.Durable;

/// <summary>
/// Exports in flight when a release goes out are replayed by it. <c>Histories/&lt;orchestration version&gt;/</c> holds what the engine recorded of earlier
/// ones; each release must ask for the same, or raise <c>defaultVersion</c> in host.json and keep the old way for old instances.
/// </summary>
public sealed class RecordedHistoryTests
{
    private const string RecordVariable = "REPORTING_RECORD_HISTORIES";

    private static string Folder => Path.Combine(SharedData.RepositoryRoot, "Reporting.Tests", "Functions", "Histories");

    /// <summary>The varied exports whose histories are kept, each with the step during which a user cancels.</summary>
    private static SortedDictionary<string, (FakeExport Export, Type? CancelDuring)> Scenarios => new(StringComparer.Ordinal)
    {
        ["budget-continuations"] = (new FakeExport(9, 0, 30, 2) { Window = 2, Budget = 4 }, null),
        ["cancel-during-plan"] = (new FakeExport(4, 4, 4), typeof(PlanRequest)),
        ["cancel-during-slices"] = (new FakeExport(4, 4, 4, 4) { Window = 2 }, typeof(SliceRequest)),
        ["cancel-during-commit"] = (new FakeExport(4), typeof(CommitRequest)),
        ["cancel-during-finish"] = (new FakeExport(4), typeof(FinishRequest)),
        ["first-rows"] = (new FakeExport(6, 8, 9, 40, 40) { Window = 2, First = 10 }, null),
        ["first-rows-with-continuations"] = (new FakeExport(9, 9, 9, 9) { Window = 3, First = 20, Budget = 2 }, null),
        ["ninety-six-slices"] = (new FakeExport([.. Enumerable.Repeat(6, 96)]) { Window = 16 }, null),
        ["one-slice"] = (new FakeExport(5), null),
        ["reason-to-show"] = (new FakeExport(5, 5) { Fail = (request, _) => request is CommitRequest ? new ExportStepException("There is no room left.") : null }, null),
        ["retries"] = (new FakeExport(5, 5, 5) { Fail = (_, execution) => execution is 0 or 3 ? new TimeoutException("timed out") : null }, null),
    };

    public static TheoryData<string> Files() => [.. Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_recorded_history_replays_to_its_recorded_end(string file)
    {
        (string outcome, OrchestratorExecutionResult result) = EngineRecorder.Replay(File.ReadAllText(Path.Combine(Folder, file)), EngineRecorder.Orchestrator());
        var end = Assert.IsType<OrchestrationCompleteOrchestratorAction>(Assert.Single(result.Actions));
        Assert.Equal((OrchestrationStatus.Completed, outcome), (end.OrchestrationStatus, end.Result));
    }

    [Theory]
    [InlineData("PlanExport2", "ExportSlice", "differs from the recorded name")]
    [InlineData("ExportSlice", "PlanExport", "differs from the recorded order")]
    [InlineData("PlanExport", "CommitExport", "calls another step second")]
    public void An_orchestrator_whose_calls_changed_does_not_replay(string first, string second, string why)
    {
        string history = File.ReadAllText(Path.Combine(Folder, HostVersion(), "one-slice.json"));
        (_, OrchestratorExecutionResult result) = EngineRecorder.Replay(history, new Changed(first, second));
        var end = result.Actions.OfType<OrchestrationCompleteOrchestratorAction>().Single();
        Assert.True(end.OrchestrationStatus == OrchestrationStatus.Failed, why);
        Assert.Contains("NonDeterministic", end.FailureDetails?.ErrorType ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_that_new_exports_get_has_a_history_of_each_scenario() =>
        Assert.Equal(Scenarios.Keys, Directory.EnumerateFiles(Path.Combine(Folder, HostVersion()), "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Histories_of_a_new_version_are_recorded_when_asked_for()
    {
        string version = HostVersion();
        Assert.SkipUnless(Environment.GetEnvironmentVariable(RecordVariable) == version, $"records histories when {RecordVariable} names the version of host.json");
        Directory.CreateDirectory(Path.Combine(Folder, version));
        foreach ((string name, (FakeExport export, Type? cancelDuring)) in Scenarios)
        {
            string path = Path.Combine(Folder, version, name + ".json");
            if (!File.Exists(path))
            {
                await File.WriteAllTextAsync(path, await EngineRecorder.RecordAsync(export, cancelDuring, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
            }
        }
    }

    private static string HostVersion()
    {
        using JsonDocument host = JsonDocument.Parse(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "host.json")));
        return host.RootElement.GetProperty("extensions").GetProperty("durableTask").GetProperty("defaultVersion").GetString()!;
    }

    /// <summary>A release that calls other activities, or in another order.</summary>
    private sealed class Changed(string first, string second) : TaskOrchestrator<string, ExportOutcome>
    {
        public override async Task<ExportOutcome> RunAsync(TaskOrchestrationContext context, string input)
        {
            await context.CallActivityAsync<object>(first, new PlanRequest(input));
            await context.CallActivityAsync<object>(second, new PlanRequest(input));
            return ExportOutcome.Successful;
        }
    }
}
