using Microsoft.CodeAnalysis;

namespace Reporting.Tests.Functions.Checks;

/// <summary>What orchestrations and their activities must agree on; the compiler sees names and <c>object</c> only.</summary>
internal static class DurableRules
{
    private static readonly SymbolEqualityComparer Types = SymbolEqualityComparer.Default;

    /// <summary>Every activity that is called exists, takes that payload and gives that result; every one that exists is called.</summary>
    public static IEnumerable<string> Activities(Compilation app)
    {
        var activities = FunctionDeclaration.In(app).Where(function => function.Kind == TriggerKind.Activity).ToList();
        var called = new HashSet<string>(StringComparer.Ordinal);
        foreach (Call call in Calls.In(app).Where(call => call.Target.Name == "CallActivityAsync"))
        {
            string? name = call.TextOf(0);
            FunctionDeclaration? activity = activities.Find(function => string.Equals(function.Name, name, StringComparison.Ordinal));
            if (name is null || activity is null)
            {
                yield return $"{call.Arguments[0].ToString()} is not the name of an activity";
                continue;
            }

            called.Add(name);
            if (call.Arguments.Count < 2 || !Types.Equals(call.TypeOf(1), activity.Trigger!.Type))
            {
                yield return $"{name} takes {activity.Trigger!.Type.Name}, not {(call.Arguments.Count < 2 ? "nothing" : call.TypeOf(1)?.Name)}";
            }

            ITypeSymbol? result = call.Target.TypeArguments.FirstOrDefault();
            if (!Types.Equals(result, ResultOf(activity.Method)))
            {
                yield return $"{name} gives {ResultOf(activity.Method)?.Name ?? "nothing"}, not {result?.Name ?? "nothing"}";
            }
        }

        foreach (FunctionDeclaration activity in activities.Where(activity => !called.Contains(activity.Name)))
        {
            yield return $"{activity.Name} is never called";
        }
    }

    /// <summary>Every orchestration that is started exists.</summary>
    public static IEnumerable<string> Starts(Compilation app)
    {
        var orchestrations = FunctionDeclaration.In(app).Where(function => function.Kind == TriggerKind.Orchestration).Select(function => function.Name).ToHashSet(StringComparer.Ordinal);
        return Calls.In(app).Where(call => call.Target.Name == "ScheduleNewOrchestrationInstanceAsync" && !orchestrations.Contains(call.TextOf(0) ?? ""))
            .Select(call => $"{call.Arguments[0].ToString()} is not the name of an orchestration");
    }

    /// <summary>An orchestration binds its context only, and never sees a token.</summary>
    public static IEnumerable<string> Orchestrations(Compilation app) =>
        FunctionDeclaration.In(app).Where(function => function.Kind == TriggerKind.Orchestration && function.Method.Parameters.Length != 1)
            .Select(function => $"{function.Name} binds more than its context");

    /// <summary>Who waits for an event and who raises it agree on its name.</summary>
    public static IEnumerable<string> Events(Compilation app)
    {
        var raised = Calls.In(app).Where(call => call.Target.Name == "RaiseEventAsync").Select(call => (Name: call.TextOf(1), Type: call.TypeOf(2)?.Name)).ToHashSet();
        var awaited = Calls.In(app).Where(call => call.Target.Name == "WaitForExternalEvent").Select(call => (Name: call.TextOf(0), Type: call.Target.TypeArguments[0]?.Name)).ToList();
        return raised.Except(awaited).Select(one => $"nobody waits for {one.Name} of {one.Type}")
            .Concat(awaited.Except(raised).Select(one => $"nobody raises {one.Name} of {one.Type}"))
            .Concat(awaited.Count > 1 ? ["more than one waiter"] : []);
    }

    private static ITypeSymbol? ResultOf(IMethodSymbol method) => ((INamedTypeSymbol)method.ReturnType).TypeArguments.FirstOrDefault();
}
