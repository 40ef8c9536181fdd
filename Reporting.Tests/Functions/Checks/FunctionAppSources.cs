using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Reporting.Tests.Functions.Checks;

/// <summary>Compiles the function app's sources against the core, the framework and the SDK.</summary>
internal static class FunctionAppSources
{
    // What the SDK adds for <ImplicitUsings> in a project of Microsoft.NET.Sdk.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions Parsing = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest).WithDocumentationMode(DocumentationMode.Parse);

    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The app's own files.</summary>
    public static IReadOnlyList<string> AppFiles { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "Reporting.Functions"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    // Everything but the sources under check, made once: a compilation derived from it need not read the references again.
    private static readonly Lazy<CSharpCompilation> Ground = new(() => CSharpCompilation.Create(
        "Reporting.Functions",
        [CSharpSyntaxTree.ParseText(ImplicitUsings, Parsing, "ImplicitUsings.cs")],
        References(),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
            .WithNullableContextOptions(NullableContextOptions.Enable)
            .WithGeneralDiagnosticOption(ReportDiagnostic.Error)
            .WithSpecificDiagnosticOptions([new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)])));

    // What the process runs on: framework, packages and the core; not the app itself.
    private static MetadataReference[] References() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) is not ("Reporting.Tests" or "Reporting.Local" or "Reporting.Functions"))
            .Select(MetadataReference (path) => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The app as it stands.</summary>
    public static CSharpCompilation CompileApp() =>
        Compile(AppFiles.Select(file => (Path.GetRelativePath(Root, file), File.ReadAllText(file))));

    /// <summary>Some sources as if they were the app.</summary>
    public static CSharpCompilation Compile(IEnumerable<(string Path, string Text)> sources)
    {
        SyntaxTree[] app = [.. sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, Parsing, source.Path))];
        bool program = app.Any(tree => tree.GetRoot().ChildNodes().OfType<GlobalStatementSyntax>().Any());
        CSharpCompilation compilation = Ground.Value.AddSyntaxTrees([.. app, .. app.SelectMany(LogMethods)]);
        return program ? compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication)) : compilation;
    }

    /// <summary>Whether a tree is the app's own, not generated.</summary>
    public static bool IsApp(SyntaxTree tree) =>
        tree.FilePath is not "ImplicitUsings.cs" && !tree.FilePath.EndsWith(".log.cs", StringComparison.Ordinal);

    private static string FindRoot([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", ".."));

    // Stands for the source generator of [LoggerMessage], which the build of this project runs over the same files.
    private static IEnumerable<SyntaxTree> LogMethods(SyntaxTree tree)
    {
        var types = tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>()
            .Where(type => type.Members.OfType<MethodDeclarationSyntax>().Any(method => method is { Body: null, ExpressionBody: null } && method.Modifiers.Any(SyntaxKind.PartialKeyword)));
        foreach (ClassDeclarationSyntax type in types)
        {
            var bodies = type.Members.OfType<MethodDeclarationSyntax>().Where(method => method.Modifiers.Any(SyntaxKind.PartialKeyword))
                .Select(method => string.Join(' ', method.Modifiers, method.ReturnType, method.Identifier, method.ParameterList, "=> throw null!;"));
            string usings = tree.GetCompilationUnitRoot().Usings.ToFullString();
            string space = type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().First().Name.ToString();
            string text = $"#nullable enable\n{usings}\nnamespace {space};\n{type.Modifiers.ToString()} class {type.Identifier.Text} {{ {string.Join('\n', bodies)} }}";
            yield return CSharpSyntaxTree.ParseText(text, Parsing, tree.FilePath + ".log.cs");
        }
    }
}
