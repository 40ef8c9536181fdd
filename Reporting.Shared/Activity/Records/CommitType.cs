namespace Reporting.Activity.Records;

/// <summary>How a commit reaches the repository.</summary>
public enum CommitType
{
    /// <summary><c>Direct</c>: pushed to the branch.</summary>
    Direct,

    /// <summary><c>Fork</c>: pushed to a fork.</summary>
    Fork,

    /// <summary><c>ForkAndPullRequest</c>: pushed to a fork, with a pull request.</summary>
    ForkAndPullRequest,

    /// <summary><c>PullRequest</c>: pushed to a branch, with a pull request.</summary>
    PullRequest,
}
