namespace Reporting.Activity.Retention;

/// <summary>How much one run of retention may do: it stops when either its time or its rows are used up, and the next run goes on. Safe for concurrent use.</summary>
/// <param name="time">The clock.</param>
/// <param name="longest">How long the run may take.</param>
/// <param name="mostRows">How many rows and files it may delete.</param>
public sealed class RetentionBudget(TimeProvider time, TimeSpan longest, long mostRows)
{
    private readonly long _began = time.GetTimestamp();
    private long _spent;

    /// <summary>Whether the run must stop.</summary>
    public bool IsSpent => Interlocked.Read(ref _spent) >= mostRows || time.GetElapsedTime(_began) >= longest;

    /// <summary>Rows and files deleted so far.</summary>
    public long Spent => Interlocked.Read(ref _spent);

    /// <summary>Notes deleted rows or files.</summary>
    public void Spend(int count) => Interlocked.Add(ref _spent, count);
}
