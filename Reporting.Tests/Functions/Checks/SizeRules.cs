using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Reporting.Tests.Functions.Checks;

/// <summary>Thin hosts: how much code the app may have of its own.</summary>
internal static class SizeRules
{
    public const int MaxLines = 500;
    public const int MaxMethodLines = 14;

    /// <summary>Lines that hold code: neither blank nor comment alone.</summary>
    public static int LinesOf(Compilation app) =>
        app.SyntaxTrees.Where(FunctionAppSources.IsApp)
            .SelectMany(tree => tree.GetText().Lines)
            .Select(line => line.ToString().Trim())
            .Count(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal));

    /// <summary>No method is longer than a screenful of one thought.</summary>
    public static IEnumerable<string> LongMethods(Compilation app) =>
        from tree in app.SyntaxTrees.Where(FunctionAppSources.IsApp)
        from method in tree.GetRoot().DescendantNodes().OfType<BaseMethodDeclarationSyntax>()
        let lines = tree.GetLineSpan(method.Span)
        let count = lines.EndLinePosition.Line - lines.StartLinePosition.Line + 1
        where count > MaxMethodLines
        select $"{tree.FilePath}: {(method as MethodDeclarationSyntax)?.Identifier.Text ?? "a constructor"} has " + count.ToString(CultureInfo.InvariantCulture) + " lines";
}
