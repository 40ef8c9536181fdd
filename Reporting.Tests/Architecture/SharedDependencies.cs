using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Reporting.Tests.Architecture;

/// <summary>One use of a folder of <c>Reporting.Shared</c> by another: <c>Exports/Workflow</c> by <c>Api/Exports</c>, say.</summary>
/// <param name="From">The folder that uses.</param>
/// <param name="To">The folder that is used.</param>
/// <param name="Place">One place of it: file, line and name.</param>
internal sealed record FolderUse(string From, string To, string Place)
{
    /// <summary>The feature of a folder: its first part.</summary>
    public static string FeatureOf(string folder) => folder.Split('/')[0];
}

/// <summary>Which folder of <c>Reporting.Shared</c> uses which, by what each name in its sources is bound to.</summary>
internal static class SharedDependencies
{
    // What ImplicitUsings and the projects' Using items add to the sources.
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Globalization; global using System.Text; global using System.Text.Json; global using Reporting.Rows;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    private static readonly Lazy<ImmutableArray<FolderUse>> Found = new(Find);

    /// <summary>Each use of one folder by another.</summary>
    public static ImmutableArray<FolderUse> All => Found.Value;

    /// <summary>The parts of the graph in which each folder reaches every other one, with the uses that make it so; empty when there is no cycle.</summary>
    public static IEnumerable<string> CyclesOf(IReadOnlyCollection<FolderUse> uses)
    {
        ILookup<string, string> next = uses.ToLookup(use => use.From, use => use.To, StringComparer.Ordinal);
        Dictionary<string, HashSet<string>> reached = next.ToDictionary(folder => folder.Key, folder => ReachableFrom(folder.Key, next), StringComparer.Ordinal);
        foreach (string folder in reached.Keys.Order(StringComparer.Ordinal))
        {
            string[] cycle = [.. reached[folder].Where(other => reached.TryGetValue(other, out HashSet<string>? back) && back.Contains(folder)).Order(StringComparer.Ordinal)];
            if (cycle.Length > 0 && cycle[0] == folder)
            {
                yield return string.Join('\n', uses.Where(use => cycle.Contains(use.From) && cycle.Contains(use.To)).Select(use => $"{use.From} -> {use.To}: {use.Place}").Prepend("A cycle of " + string.Join(", ", cycle)));
            }
        }
    }

    private static HashSet<string> ReachableFrom(string folder, ILookup<string, string> next)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<string>(next[folder]);
        while (waiting.TryDequeue(out string? other))
        {
            if (reached.Add(other))
            {
                foreach (string further in next[other])
                {
                    waiting.Enqueue(further);
                }
            }
        }

        return reached;
    }

    private static ImmutableArray<FolderUse> Find()
    {
        string root = Path.Combine(SharedData.RepositoryRoot, "Reporting.Shared");
        SyntaxTree[] trees =
        [
            .. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
                .Where(path => !IsBuildOutput(Path.GetRelativePath(root, path)))
                .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), path: Path.GetRelativePath(root, path))),
        ];
        string[] references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Reporting.Shared",
            [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings)],
            references.Where(path => !Path.GetFileName(path).StartsWith("Reporting.", StringComparison.Ordinal)).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var found = new Dictionary<(string, string), string>();
        foreach (SyntaxTree tree in trees)
        {
            string from = FolderOf(tree.FilePath);
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                // A namespace may have parts in several folders; what is used of it counts.
                ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
                foreach (SyntaxReference declaration in symbol is null or INamespaceSymbol ? [] : symbol.OriginalDefinition.DeclaringSyntaxReferences)
                {
                    string to = FolderOf(declaration.SyntaxTree.FilePath);
                    if (!string.Equals(from, to, StringComparison.Ordinal))
                    {
                        found.TryAdd((from, to), $"{tree.FilePath}({tree.GetLineSpan(name.Span).StartLinePosition.Line + 1}): {name}");
                    }
                }
            }
        }

        return [.. found.Select(entry => new FolderUse(entry.Key.Item1, entry.Key.Item2, entry.Value)).OrderBy(use => use.Place, StringComparer.Ordinal)];
    }

    private static bool IsBuildOutput(string path) => path.StartsWith("obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal) || path.StartsWith("bin" + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string FolderOf(string path) => (Path.GetDirectoryName(path) ?? "").Replace(Path.DirectorySeparatorChar, '/');
}
