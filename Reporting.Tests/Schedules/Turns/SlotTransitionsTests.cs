using Reporting.Schedules;
using Reporting.Schedules.Turns;

namespace Reporting.Tests.Schedules.Turns;

public sealed class SlotTransitionsTests
{
    [Fact]
    public void Exactly_these_transitions_are_legal()
    {
        SlotStage?[] stages = [null, SlotStage.Exporting, SlotStage.Delivering, SlotStage.Gap];
        string[] legal = [.. stages.SelectMany(_ => stages, (from, to) => (from, to)).Where(pair => SlotTransitions.IsLegal(pair.from, pair.to)).Select(pair => $"{pair.from}>{pair.to}")];

        Assert.Equal([">Exporting", ">Gap", "Exporting>", "Exporting>Exporting", "Exporting>Delivering", "Exporting>Gap", "Delivering>", "Delivering>Gap", "Gap>"], legal);
    }
}
