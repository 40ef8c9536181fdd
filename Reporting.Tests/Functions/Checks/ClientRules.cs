using Microsoft.CodeAnalysis;

namespace Reporting.Tests.Functions.Checks;

/// <summary>The durable client comes by a binding only: a trigger that forgets it fails when it is called, not before.</summary>
internal static class ClientRules
{
    /// <summary>Triggers whose handler can reach the engine but that do not hand on the client.</summary>
    public static IEnumerable<string> MissingClients(Compilation app, IReadOnlySet<string> handlers) =>
        from function in FunctionDeclaration.In(app)
        where function.Kind == TriggerKind.Http
        from call in Calls.In(app, function.Method)
        where call.Target.Name == "AnswerAsync" && handlers.Contains(call.Target.TypeArguments.Single().ToDisplayString())
        where call.Arguments.Count < 2 || !function.Method.Parameters.Any(IsClient)
        select $"{function.Name} does not hand on the durable client";

    private static bool IsClient(IParameterSymbol parameter) =>
        parameter.Type.Name == "DurableTaskClient" && parameter.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "DurableClientAttribute");
}
