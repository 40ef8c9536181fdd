namespace Reporting.Benchmarks.Server;

/// <summary>Whose entities of the second are used up.</summary>
internal enum UsedUp
{
    /// <summary>There are some left.</summary>
    Nothing,

    /// <summary>The partition's.</summary>
    Partition,

    /// <summary>The account's.</summary>
    Account,
}
