using Microsoft.DurableTask;
using Reporting.Exports.Workflow;
using Reporting.Tests.Exports.Workflow;

namespace Reporting.Tests.Functions.Durable;

/// <summary>The functions of the export are those that the orchestrator calls: only their names join the two, and the engine checks no payload.</summary>
public sealed class ExportFunctionsTests
{
    public static TheoryData<string> Activities => [ExportOrchestrator.PlanExport, ExportOrchestrator.ExportSlice, ExportOrchestrator.CommitExport, ExportOrchestrator.FinishExport];

    [Fact]
    public async Task Every_activity_that_the_orchestrator_calls_is_a_function_with_its_payload_and_result()
    {
        IReadOnlySet<Signature> calls = await CallsAsync();

        Assert.Equal(Activities.Select(row => row.Data).Order(StringComparer.Ordinal), calls.Select(call => call.Name).Order(StringComparer.Ordinal));
        Assert.Empty(Differences(calls, await FunctionsAsync()));
    }

    [Theory]
    [MemberData(nameof(Activities))]
    public async Task A_function_with_another_name_payload_or_result_is_noticed(string name)
    {
        IReadOnlySet<Signature> calls = await CallsAsync();
        IReadOnlySet<Signature> functions = await FunctionsAsync();
        Signature function = functions.Single(function => function.Name == name);
        foreach (Signature changed in (Signature[])[function with { Name = name + "2" }, function with { Request = typeof(string) }, function with { Result = typeof(string) }])
        {
            Assert.Equal([function, changed], Differences(calls, functions.Except([function]).Append(changed).ToHashSet()));
        }
    }

    [Fact]
    public async Task The_orchestration_has_the_name_under_which_exports_are_started()
    {
        AppFunction function = Assert.Single(await AppFunction.AllAsync(), function => function.Kind == "orchestrationTrigger");

        Assert.Equal((ExportOrchestrator.Name, typeof(Task<ExportOutcome>)), (function.Name, function.Method.ReturnType));
        Assert.Equal(typeof(TaskOrchestrationContext), Assert.Single(function.Method.GetParameters()).ParameterType);
    }

    /// <summary>Calls without a function, then functions without a call.</summary>
    private static IEnumerable<Signature> Differences(IReadOnlySet<Signature> calls, IReadOnlySet<Signature> functions) => calls.Except(functions).Concat(functions.Except(calls));

    private static async Task<IReadOnlySet<Signature>> CallsAsync()
    {
        var context = new MockedContext(new FakeExport(3, 3).RunAsync);
        Assert.Equal(ExportOutcome.Successful, await EngineRecorder.Orchestrator().RunAsync(context.Object, "job"));
        return context.Calls.Select(call => new Signature(call.Name, call.Request, call.Result == typeof(object) ? null : call.Result)).ToHashSet();
    }

    private static async Task<IReadOnlySet<Signature>> FunctionsAsync() => (await AppFunction.AllAsync())
        .Where(function => function.Kind == "activityTrigger")
        .Select(function => new Signature(function.Name, function.Method.GetParameters()[0].ParameterType, function.Method.ReturnType.GetGenericArguments().SingleOrDefault()))
        .ToHashSet();

    /// <summary>An activity as it is called, or as a function offers it.</summary>
    private sealed record Signature(string Name, Type Request, Type? Result);
}
