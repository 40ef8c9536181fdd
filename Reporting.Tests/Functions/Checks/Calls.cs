using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Reporting.Tests.Functions.Checks;

/// <summary>A call in the app's sources.</summary>
/// <param name="Target">The method called.</param>
/// <param name="Arguments">Its arguments in the order of the call.</param>
/// <param name="Model">What the expressions mean.</param>
internal sealed record Call(IMethodSymbol Target, IReadOnlyList<ExpressionSyntax> Arguments, SemanticModel Model)
{
    /// <summary>The constant text of an argument, or null.</summary>
    public string? TextOf(int argument) => Model.GetConstantValue(Arguments[argument]).Value as string;

    /// <summary>The static type of an argument.</summary>
    public ITypeSymbol? TypeOf(int argument) => Model.GetTypeInfo(Arguments[argument]).Type;
}

/// <summary>Finds calls.</summary>
internal static class Calls
{
    /// <summary>Every call in the app's own files.</summary>
    public static IEnumerable<Call> In(Compilation app) =>
        app.SyntaxTrees.Where(FunctionAppSources.IsApp).SelectMany(tree => Of(app.GetSemanticModel(tree), tree.GetRoot()));

    /// <summary>Every call in one method.</summary>
    public static IEnumerable<Call> In(Compilation app, IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.SelectMany(reference => Of(app.GetSemanticModel(reference.SyntaxTree), reference.GetSyntax()));

    private static IEnumerable<Call> Of(SemanticModel model, SyntaxNode node) =>
        from invocation in node.DescendantNodes().OfType<InvocationExpressionSyntax>()
        let target = model.GetSymbolInfo(invocation).Symbol as IMethodSymbol
        where target is not null
        select new Call(target, [.. invocation.ArgumentList.Arguments.Select(argument => argument.Expression)], model);
}
