namespace Reporting.Activity.Scanning;

/// <summary>
/// Merges the buckets' scans by RowKey with a tournament tree of losers (Knuth, The Art of Computer Programming, volume 3, section 5.4.1):
/// a row costs log2(buckets) comparisons.
/// </summary>
/// <example>
/// With heads 5, 2, 9, 4 the tree holds the winner 2 at its root and the loser of each match inside (5 lost to 2, 9 lost to 4, 4 lost to 2). When
/// 2 is followed by 7 in its scan, only the matches on its way up are played again: 7 against 5, then 5 against 4; 4 wins.
/// </example>
internal sealed class MergedScan(IReadOnlyList<BucketScan> scans, RowSchema schema) : IRowReader
{
    private const int None = -1;

    private readonly bool[] _ended = new bool[scans.Count];
    private readonly int[] _tree = new int[scans.Count];
    private int _primed;
    private bool _started;
    private bool _advance;
    private int _waiting = None;

    /// <inheritdoc/>
    public RowSchema Schema => schema;

    /// <inheritdoc/>
    public RowView Current => scans[_tree[0]].Current;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> CurrentKey => scans[_tree[0]].CurrentKey;

    /// <inheritdoc/>
    public bool TryRead()
    {
        if (!_started || _waiting != None)
        {
            return false;
        }

        int winner = _tree[0];
        if (_advance)
        {
            if (!scans[winner].TryRead())
            {
                _waiting = winner;
                return false;
            }

            Replay(winner);
        }

        _advance = !_ended[_tree[0]];
        return _advance;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!_started)
        {
            await StartAsync(cancellationToken);
        }
        else if (_waiting != None)
        {
            await RefillAsync(_waiting, cancellationToken);
            Replay(_waiting);
            _waiting = None;
        }

        _advance = false; // The winner stands on a row that has not been given yet.
        return !_ended[_tree[0]];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Task.WhenAll(scans.Select(scan => scan.DisposeAsync().AsTask()));

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (BucketScan scan in scans)
        {
            scan.Start();
        }

        // A cancelled start goes on where it was: no scan may be loaded twice.
        for (; _primed < scans.Count; _primed++)
        {
            await RefillAsync(_primed, cancellationToken);
        }

        Array.Fill(_tree, None);
        for (int index = 0; index < scans.Count; index++)
        {
            Replay(index);
        }

        _started = true;
    }

    private async Task RefillAsync(int index, CancellationToken cancellationToken)
    {
        do
        {
            if (!await scans[index].LoadAsync(cancellationToken))
            {
                _ended[index] = true;
                return;
            }
        }
        while (!scans[index].TryRead());
    }

    private void Replay(int player)
    {
        int winner = player;
        int match = (player + scans.Count) / 2;
        while (match > 0)
        {
            int other = _tree[match];
            if (other == None)
            {
                break; // While the tree is being built: wait here for the opponent.
            }

            if (IsBefore(other, winner))
            {
                _tree[match] = winner;
                winner = other;
            }

            match /= 2;
        }

        _tree[match] = winner;
    }

    private bool IsBefore(int one, int other) =>
        !_ended[one] && (_ended[other] || scans[one].CurrentKey.SequenceCompareTo(scans[other].CurrentKey) < 0);
}
