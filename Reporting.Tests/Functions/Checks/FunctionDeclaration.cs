using Microsoft.CodeAnalysis;

namespace Reporting.Tests.Functions.Checks;

/// <summary>What starts a function.</summary>
internal enum TriggerKind
{
    Http,
    Timer,
    Activity,
    Orchestration,
    Unknown,
}

/// <summary>A function of the app as its attributes declare it.</summary>
/// <param name="Name">Name from <c>[Function]</c>.</param>
/// <param name="Method">The method.</param>
/// <param name="Kind">What starts it.</param>
/// <param name="Trigger">The trigger's parameter.</param>
/// <param name="Attribute">The trigger's attribute.</param>
internal sealed record FunctionDeclaration(string Name, IMethodSymbol Method, TriggerKind Kind, IParameterSymbol? Trigger, AttributeData? Attribute)
{
    /// <summary>Route of an HTTP trigger; null when none is declared.</summary>
    public string? Route => Attribute?.NamedArguments.Where(argument => argument.Key == "Route").Select(argument => argument.Value.Value as string).FirstOrDefault();

    /// <summary>HTTP methods, upper case.</summary>
    public IReadOnlyList<string> HttpMethods =>
        [.. (Attribute?.ConstructorArguments ?? []).Where(argument => argument.Kind == TypedConstantKind.Array).SelectMany(argument => argument.Values).Select(value => ((string)value.Value!).ToUpperInvariant())];

    /// <summary>Every text in the attributes of the function's parameters.</summary>
    public IEnumerable<string> Texts => Method.Parameters.SelectMany(parameter => parameter.GetAttributes())
        .SelectMany(attribute => attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(argument => argument.Value)))
        .SelectMany(argument => argument.Kind == TypedConstantKind.Array ? argument.Values : [argument])
        .Select(argument => argument.Value).OfType<string>();

    /// <summary>Every function that a compilation declares in the app's own files.</summary>
    public static IReadOnlyList<FunctionDeclaration> In(Compilation compilation) =>
    [
        .. compilation.GetSymbolsWithName(_ => true, SymbolFilter.Member).OfType<IMethodSymbol>()
            .Where(method => method.DeclaringSyntaxReferences.Any(reference => FunctionAppSources.IsApp(reference.SyntaxTree)))
            .Select(Of).OfType<FunctionDeclaration>()
            .OrderBy(function => function.Name, StringComparer.Ordinal),
    ];

    private static FunctionDeclaration? Of(IMethodSymbol method)
    {
        AttributeData? function = method.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.Name == "FunctionAttribute");
        if (function is null)
        {
            return null;
        }

        foreach (IParameterSymbol parameter in method.Parameters)
        {
            foreach (AttributeData attribute in parameter.GetAttributes())
            {
                TriggerKind kind = attribute.AttributeClass?.Name switch
                {
                    "HttpTriggerAttribute" => TriggerKind.Http,
                    "TimerTriggerAttribute" => TriggerKind.Timer,
                    "ActivityTriggerAttribute" => TriggerKind.Activity,
                    "OrchestrationTriggerAttribute" => TriggerKind.Orchestration,
                    _ => TriggerKind.Unknown,
                };
                if (kind != TriggerKind.Unknown)
                {
                    return new FunctionDeclaration((string)function.ConstructorArguments[0].Value!, method, kind, parameter, attribute);
                }
            }
        }

        return new FunctionDeclaration((string)function.ConstructorArguments[0].Value!, method, TriggerKind.Unknown, null, null);
    }
}
