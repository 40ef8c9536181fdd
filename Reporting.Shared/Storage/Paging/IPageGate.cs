namespace Reporting.Storage.Paging;

/// <summary>Says when the next page may be asked for, so that readers together stay within a rate. Safe for several callers at once.</summary>
public interface IPageGate
{
    /// <summary>Waits until a page of up to <paramref name="rows"/> rows may be asked for, and counts it as read.</summary>
    ValueTask EnterAsync(int rows, CancellationToken cancellationToken);

    /// <summary>Tells that a page had <paramref name="rows"/> rows less than it was counted as.</summary>
    void GiveBack(int rows);

    /// <summary>Tells that the service was busy (503); the request itself is retried by whoever sent it.</summary>
    /// <param name="retryAfter">When the service wants to be asked again, if it said so.</param>
    /// <param name="namesAccount">Whether it said that the limit of the account was met, and not perhaps that of a partition.</param>
    void Throttled(TimeSpan? retryAfter, bool namesAccount);
}
