using Reporting.Activity.Records;

namespace Reporting.Tests.Activity.Records;

public sealed class WireNameTests
{
    [Fact]
    public void Names_are_those_of_the_record_shapes()
    {
        Assert.Equal("Create Read Update Delete", string.Join(' ', WireName.All<AuditActionType>()));
        Assert.Equal("Started Success Failed", string.Join(' ', WireName.All<AuditOutcome>()));
        Assert.Equal("CANCELED CREATED ERROR FINISHED LOADING QUEUED RUNNING UNAVAILABLE YIELDED", string.Join(' ', WireName.All<RecipeRunState>()));
        Assert.Equal("Direct Fork ForkAndPullRequest PullRequest", string.Join(' ', WireName.All<CommitType>()));
        Assert.Equal("CANCELED COMPLETED FAILED NO_CHANGES ORPHANED PROCESSING QUEUED", string.Join(' ', WireName.All<CommitState>()));
    }

    [Fact]
    public void Every_value_comes_back_and_case_matters()
    {
        Assert.All(Enum.GetValues<CommitState>(), state => Assert.True(WireName.TryParse(WireName.Of(state), out CommitState read) && read == state));
        Assert.False(WireName.TryParse("Completed", out CommitState _));
    }
}
