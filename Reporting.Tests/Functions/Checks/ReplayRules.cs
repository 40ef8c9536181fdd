using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Reporting.Tests.Functions.Checks;

/// <summary>
/// What code that is replayed must not name. The SDK's analyzers look into the app only; the workflow is in the core. A list of names
/// is coarse, and right: none of them has a place in such a file.
/// </summary>
internal static class ReplayRules
{
    private static readonly HashSet<string> Forbidden = new(StringComparer.Ordinal)
    {
        "ConfigureAwait", "ContinueWith", "Run", "StartNew", "Delay", "Yield", "Sleep", "Thread", "lock", "UtcNow", "Now", "TimeProvider", "Stopwatch", "NewGuid",
        "Random", "RandomNumberGenerator", "Environment", "AsyncLocal", "CancellationTokenSource", "Dictionary", "HashSet", "ConcurrentDictionary", "Parallel", "HttpClient", "File",
    };

    private static readonly string[] Workflow = ["ExportWorkflow", "SliceFanOut", "SliceTrack"];
    private static readonly string[] Adapters = ["ExportOrchestrator", "DurableExportSteps", "DurableExportSignals", "StepRetries", "StepFailures"];

    /// <summary>The files that run inside an orchestration: the workflow and the adapters around it.</summary>
    public static IReadOnlyList<string> OrchestratorFiles()
    {
        string workflow = Path.Combine(FunctionAppSources.Root, "Reporting.Shared", "Exports", "Workflow");
        string durable = Path.Combine(FunctionAppSources.Root, "Reporting.Functions", "Durable");
        return
        [
            .. Workflow.Select(name => Path.Combine(workflow, name + ".cs")),
            .. Adapters.Select(name => Path.Combine(durable, name + ".cs")),
        ];
    }

    /// <summary>Names in code (not in comments) that break replay.</summary>
    public static IEnumerable<string> Violations(IEnumerable<(string Path, string Text)> files) =>
        from file in files
        from name in CSharpSyntaxTree.ParseText(file.Text).GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
        where Forbidden.Contains(name.Identifier.Text)
        select $"{Path.GetFileName(file.Path)} names {name.Identifier.Text}";
}
