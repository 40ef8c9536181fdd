using Reporting.Exports.Workflow;

namespace Reporting.Tests.Exports.Workflow;

public sealed class StepTriesTests
{
    [Fact]
    public void The_wait_doubles_up_to_the_longest()
    {
        var tries = new StepTries("step", 100, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1));
        Assert.Equal([5, 10, 20, 40, 60, 60], Enumerable.Range(1, 6).Select(attempt => tries.DelayAfter(attempt).TotalSeconds));
        Assert.Equal(60, tries.DelayAfter(int.MaxValue).TotalSeconds);
        Assert.Throws<ArgumentOutOfRangeException>(() => tries.DelayAfter(0));
    }

    [Fact]
    public void Steps_wait_in_all_as_long_as_their_descriptions_say()
    {
        Assert.Equal(75, TotalSeconds(StepTries.Plan));
        Assert.Equal(275, TotalSeconds(StepTries.Slice));
        Assert.Equal(TotalSeconds(StepTries.Slice), TotalSeconds(StepTries.Commit));
        Assert.InRange(TotalSeconds(StepTries.Finish), 3500, 3700);
    }

    private static double TotalSeconds(StepTries tries) => Enumerable.Range(1, tries.Attempts - 1).Sum(attempt => tries.DelayAfter(attempt).TotalSeconds);
}
