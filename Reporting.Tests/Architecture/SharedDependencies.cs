using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Reporting.Tests.Architecture;

/// <summary>Which folder of <c>Reporting.Shared</c> uses which, by what each name in its sources is bound to.</summary>
internal static class SharedDependencies
{
    // What the SDK's ImplicitUsings adds to a web project's sources.
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    /// <summary>Each use of one folder by another: the folders, and one place of it.</summary>
    public static ImmutableArray<(string From, string To, string Place)> Find()
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

        return [.. found.Select(entry => (entry.Key.Item1, entry.Key.Item2, entry.Value)).OrderBy(entry => entry.Value, StringComparer.Ordinal)];
    }

    private static bool IsBuildOutput(string path) => path.StartsWith("obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal) || path.StartsWith("bin" + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // The composition root lies in no folder.
    private static string FolderOf(string path) => Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder.Split(Path.DirectorySeparatorChar)[0] : "";
}
