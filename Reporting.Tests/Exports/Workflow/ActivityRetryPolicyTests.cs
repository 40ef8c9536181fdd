using Reporting.Exports.Workflow;

namespace Reporting.Tests.Exports.Workflow;

public sealed class ActivityRetryPolicyTests
{
    [Fact]
    public void The_wait_doubles_up_to_the_longest()
    {
        var policy = new ActivityRetryPolicy("step", 100, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1));
        Assert.Equal([5, 10, 20, 40, 60, 60], Enumerable.Range(1, 6).Select(attempt => policy.DelayAfter(attempt).TotalSeconds));
        Assert.Equal(60, policy.DelayAfter(int.MaxValue).TotalSeconds);
        Assert.Throws<ArgumentOutOfRangeException>(() => policy.DelayAfter(0));
    }

    [Fact]
    public void Steps_wait_in_all_as_long_as_their_descriptions_say()
    {
        Assert.Equal(75, TotalSeconds(ActivityRetryPolicy.Plan));
        Assert.Equal(275, TotalSeconds(ActivityRetryPolicy.Slice));
        Assert.Equal(TotalSeconds(ActivityRetryPolicy.Slice), TotalSeconds(ActivityRetryPolicy.Commit));
        Assert.InRange(TotalSeconds(ActivityRetryPolicy.Finish), 3500, 3700);
    }

    private static double TotalSeconds(ActivityRetryPolicy policy) => Enumerable.Range(1, policy.MaxAttempts - 1).Sum(attempt => policy.DelayAfter(attempt).TotalSeconds);
}
