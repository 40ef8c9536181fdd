using Reporting.Exports;
using Reporting.Exports.Jobs;

namespace Reporting.Tests.Exports.Jobs;

public sealed class ExportTransitionsTests
{
    [Fact]
    public void Exactly_these_transitions_are_legal()
    {
        HashSet<(ExportState, ExportState)> legal =
        [
            (ExportState.Queued, ExportState.InProgress), (ExportState.Queued, ExportState.Failed), (ExportState.Queued, ExportState.Canceled),
            (ExportState.InProgress, ExportState.Successful), (ExportState.InProgress, ExportState.Failed), (ExportState.InProgress, ExportState.Canceled),
            (ExportState.Successful, ExportState.Expired),
        ];

        foreach (ExportState from in Enum.GetValues<ExportState>())
        {
            foreach (ExportState to in Enum.GetValues<ExportState>())
            {
                Assert.Equal(legal.Contains((from, to)), ExportTransitions.IsLegal(from, to));
            }
        }
    }

    [Fact]
    public void Every_state_has_a_name_and_is_found_by_it()
    {
        Assert.All(Enum.GetValues<ExportState>(), state => Assert.Equal(state, ExportStateNames.Find(ExportStateNames.NameOf(state))));
        Assert.Null(ExportStateNames.Find("queued"));
        Assert.Null(ExportStateNames.Find(null));
    }
}
