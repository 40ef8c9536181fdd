namespace Reporting.Tests.Exports.Workflow;

public sealed class DeterminismTests
{
    [Fact]
    public void Every_prefix_of_a_history_gives_the_same_calls_in_the_same_order()
    {
        foreach (SimulatedExport export in Varied())
        {
            WorkflowHistory history = export.Run();
            for (int count = 0; count <= history.Events.Count; count++)
            {
                WorkflowReplay replay = WorkflowReplay.OfPrefix(history, count);
                int calls = count < history.Events.Count ? history.CallsBefore[count] : history.Calls.Count;
                Assert.Equal([.. history.Calls.Take(calls)], replay.Calls.ToArray());
            }
        }
    }

    private static IEnumerable<SimulatedExport> Varied()
    {
        int[] even = [.. Enumerable.Repeat(6, 96)];
        yield return new SimulatedExport(1) { Rows = [5] };
        yield return new SimulatedExport(2) { Rows = even, Window = 16 };
        yield return new SimulatedExport(3) { Rows = [9, 0, 30, 2], Window = 2, Budget = 4 };
        yield return new SimulatedExport(4) { Rows = even, Window = 4, First = 33 };
        yield return new SimulatedExport(5) { Rows = [9, 9, 9, 9], Window = 3, First = 20, Budget = 2 };
        yield return new SimulatedExport(6) { Rows = [0], First = 3 };
        for (int moment = 0; moment < 12; moment++)
        {
            yield return new SimulatedExport(moment) { Rows = [4, 4, 4], Window = 2, Budget = 3, CancelBefore = moment };
        }

        for (int call = 0; call < 6; call++)
        {
            yield return new SimulatedExport(call) { Rows = [4, 4, 4], Window = 2, FailCall = call };
        }
    }
}
