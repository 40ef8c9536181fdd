namespace Reporting.Activity.Records;

/// <summary>Where a recipe run on a repository stands; written in capitals.</summary>
public enum RecipeRunState
{
    /// <summary><c>CANCELED</c>: stopped by somebody.</summary>
    Canceled,

    /// <summary><c>CREATED</c>: asked for.</summary>
    Created,

    /// <summary><c>ERROR</c>: went wrong.</summary>
    Error,

    /// <summary><c>FINISHED</c>: ran to its end.</summary>
    Finished,

    /// <summary><c>LOADING</c>: the repository's syntax trees are being loaded.</summary>
    Loading,

    /// <summary><c>QUEUED</c>: waits for a worker.</summary>
    Queued,

    /// <summary><c>RUNNING</c>: runs.</summary>
    Running,

    /// <summary><c>UNAVAILABLE</c>: the repository cannot be run on.</summary>
    Unavailable,

    /// <summary><c>YIELDED</c>: gave its worker up and will go on.</summary>
    Yielded,
}
