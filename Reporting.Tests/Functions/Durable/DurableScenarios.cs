using Reporting.Exports.Workflow;
using Reporting.Tests.Exports.Workflow;

namespace Reporting.Tests.Functions.Durable;

/// <summary>The varied exports whose histories are kept, one file each, for every released orchestration version.</summary>
internal static class DurableScenarios
{
    /// <summary>Each scenario by the name of its file.</summary>
    public static IReadOnlyDictionary<string, DurableRun> All => new SortedDictionary<string, DurableRun>(StringComparer.Ordinal)
    {
        ["budget-continuations"] = new(new ImaginedExport(9, 0, 30, 2) { Window = 2, Budget = 4 }, 11),
        ["cancel-before-plan"] = new(new ImaginedExport(4, 4, 4), 12) { CancelBefore = 0 },
        ["cancel-during-commit"] = new(new ImaginedExport(4), 13) { CancelBefore = 2 },
        ["cancel-during-finish"] = new(new ImaginedExport(4), 14) { CancelBefore = 3 },
        ["cancel-during-slices"] = new(new ImaginedExport(4, 4, 4, 4) { Window = 2 }, 15) { CancelBefore = 3 },
        ["commit-fails-for-good"] = new(Failing<CommitRequest>(new TimeoutException("timed out")), 16),
        ["first-rows"] = new(new ImaginedExport(6, 8, 9, 40, 40) { Window = 2, First = 10 }, 17),
        ["first-rows-with-continuations"] = new(new ImaginedExport(9, 9, 9, 9) { Window = 3, First = 20, Budget = 2 }, 18),
        ["ninety-six-slices"] = new(new ImaginedExport([.. Enumerable.Repeat(6, 96)]) { Window = 16 }, 19),
        ["one-slice"] = new(new ImaginedExport(5), 20),
        ["retries"] = new(new ImaginedExport(5, 5, 5) { Fail = (_, execution) => execution % 3 == 1 ? new TimeoutException("timed out") : null }, 21),
        ["reason-to-show"] = new(Failing<CommitRequest>(new ExportStepException("There is no room left.")), 23),
        ["slice-fails-for-good"] = new(Failing<SliceRequest>(new TimeoutException("timed out")), 22),
    };

    private static ImaginedExport Failing<TRequest>(Exception exception) =>
        new(5, 5) { Fail = (request, _) => request is TRequest ? exception : null };
}
