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
        "Random", "RandomNumberGenerator", "Environment", "AsyncLocal", "CancelAfter", "CancelAsync", "CreateLinkedTokenSource", "Dictionary", "HashSet", "ConcurrentDictionary", "Parallel", "HttpClient", "File",
    };

    private static readonly string[] Workflow = ["ExportOrchestrator", "SliceFanOut", "SliceTrack", "ActivityCalls"];

    /// <summary>The files that run inside an orchestration.</summary>
    public static IReadOnlyList<string> OrchestratorFiles()
    {
        string workflow = Path.Combine(FunctionAppSources.Root, "Reporting.Shared", "Exports", "Workflow");
        return [.. Workflow.Select(name => Path.Combine(workflow, name + ".cs"))];
    }

    /// <summary>Names in code (not in comments) that break replay, and token sources that have a clock of their own.</summary>
    public static IEnumerable<string> Violations(IEnumerable<(string Path, string Text)> files) =>
        from file in files
        from node in CSharpSyntaxTree.ParseText(file.Text).GetRoot().DescendantNodes()
        let found = node switch
        {
            SimpleNameSyntax name when Forbidden.Contains(name.Identifier.Text) => name.Identifier.Text,
            BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: > 0 } made when TypeOf(made) == "CancellationTokenSource" => "a CancellationTokenSource with a delay",
            _ => null,
        }
        where found is not null
        select $"{Path.GetFileName(file.Path)} names {found}";

    private static string? TypeOf(BaseObjectCreationExpressionSyntax made) => made is ObjectCreationExpressionSyntax named
        ? named.Type.ToString()
        : made.FirstAncestorOrSelf<VariableDeclarationSyntax>()?.Type.ToString();
}
