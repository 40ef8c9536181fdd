using Reporting.Reports.Filtering;

namespace Reporting.Reports.Reading;

/// <summary>
/// Left join of runs and their commits: one streaming pass over two scans in the same order. It holds one page and the next of each side,
/// however many commits a run has.
/// </summary>
/// <example>
/// Runs A, B, C; commits, B0-1, C-1 give the rows (A, 1), (A, 2), (B, none), (C, 1), and B0-1 is counted as a commit without run: it stands
/// behind all of B's and before all of C's.
/// </example>
internal sealed class UsageReader : IReportReader
{
    private const byte Separator = (byte)'-';

    private readonly IRowReader _runs;
    private readonly IRowReader _commits;
    private readonly UsageRange _range;
    private readonly RowFilter _filter;
    private readonly ChangedPredicate? _runChanged;
    private readonly ChangedPredicate? _commitChanged;
    private readonly Cell[] _noCommit;
    private readonly bool _countCommitsWithoutRun;
    private readonly bool _marksFirstRow;
    private readonly KeyMark _passed = new();
    private Side _awaited = Side.Both;
    private bool _runsEnded;
    private bool _commitsEnded;
    private bool _onRun;
    private bool _onCommit;
    private bool _runWanted;
    private bool _runHasChanged;
    private bool _runHasCommits;
    private bool _currentHasCommit;
    private bool _hasEarlierRow;
    private bool _isFirstRow;

    /// <param name="runs">Scan of the runs.</param>
    /// <param name="commits">Scan of their commits.</param>
    /// <param name="columns">The columns of both and of the join.</param>
    /// <param name="range">What the scans read.</param>
    /// <param name="filter">Filter on runs.</param>
    /// <param name="changed">Range in which the run or the commit changed, or null.</param>
    public UsageReader(IRowReader runs, IRowReader commits, UsageColumns columns, UsageRange range, RowFilter filter, ChangedRange? changed)
    {
        _runs = runs;
        _commits = commits;
        _range = range;
        _filter = filter;
        _runChanged = changed is null ? null : new ChangedPredicate(columns.RunChangedOrdinal, changed);
        _commitChanged = changed is null ? null : new ChangedPredicate(columns.CommitChangedOrdinal, changed);
        _noCommit = new Cell[columns.Commits.Columns.Length];
        _countCommitsWithoutRun = filter.IsEmpty;
        _marksFirstRow = columns.MarksFirstRow;
        Schema = columns.Joined;
    }

    private enum Side
    {
        None,
        Runs,
        Commits,
        Both,
    }

    /// <summary>
    /// Opens the join of the report's first table, runs, with its second one, their commits. A row counts as changed when its run or its commit changed, so neither side may be
    /// filtered by that; and a commit is its run's whatever organization it names, so only the runs are filtered by the service.
    /// </summary>
    public static UsageReader Open(ReportScan scan)
    {
        ReportQuery query = scan.Query;
        var columns = new UsageColumns(query);
        var range = new UsageRange(scan.Keys);
        return new UsageReader(
            scan.Open(query.Report.Tables[0], range.Runs, columns.Runs, ServiceFilter.Create(query.Report, query.Filters, changed: null)),
            scan.Open(query.Report.Tables[1], range.Commits, columns.Commits, filter: null),
            columns,
            range,
            RowFilter.Create(query.Report, query.Filters, columns.Runs, changed: null),
            query.Changed);
    }

    /// <inheritdoc/>
    public RowSchema Schema { get; }

    /// <inheritdoc/>
    public long CommitsWithoutRun { get; private set; }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> PassedKey => _passed.Key;

    /// <inheritdoc/>
    public RowView Current
    {
        get
        {
            RowView row = _currentHasCommit ? new RowView(_runs.Current, _commits.Current) : new RowView(_runs.Current, _noCommit);
            return _marksFirstRow ? row.WithNumber(_isFirstRow ? "1"u8 : "0"u8) : row;
        }
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> CurrentKey => _currentHasCommit ? _commits.CurrentKey : _runs.CurrentKey;

    /// <inheritdoc/>
    public bool TryRead()
    {
        if (_awaited != Side.None)
        {
            return false;
        }

        if (_currentHasCommit)
        {
            _currentHasCommit = false;
            _onCommit = false;
        }

        while (MoveBothSides())
        {
            if (!_onRun)
            {
                if (!_onCommit)
                {
                    return false; // Both sides are read.
                }

                PassCommitWithoutRun();
                continue;
            }

            int order = _onCommit ? CompareCommitToRun() : 1;
            if (order < 0)
            {
                PassCommitWithoutRun();
            }
            else if (order == 0)
            {
                _runHasCommits = true;
                (_isFirstRow, _hasEarlierRow) = (!_hasEarlierRow, true);
                if (_runWanted && (_commitChanged is null || _runHasChanged || _commitChanged.Passes(_commits.Current)))
                {
                    _currentHasCommit = true;
                    return true;
                }

                _passed.Set(_commits.CurrentKey);
                _onCommit = false;
            }
            else
            {
                _onRun = false;
                if (!_runHasCommits)
                {
                    if (_runWanted && _runHasChanged)
                    {
                        _isFirstRow = true;
                        return true;
                    }

                    // Only a run without commits: its key sorts before theirs, of which the last tells how far the reader is.
                    _passed.Set(_runs.CurrentKey);
                }
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> LoadAsync(CancellationToken cancellationToken)
    {
        switch (_awaited)
        {
            case Side.None:
                return false;
            case Side.Runs:
                _runsEnded = !await _runs.LoadAsync(cancellationToken);
                break;
            case Side.Commits:
                _commitsEnded = !await _commits.LoadAsync(cancellationToken);
                break;
            default:
                bool[] loaded = await Task.WhenAll(_runs.LoadAsync(cancellationToken).AsTask(), _commits.LoadAsync(cancellationToken).AsTask());
                (_runsEnded, _commitsEnded) = (!loaded[0], !loaded[1]);
                break;
        }

        _awaited = Side.None;
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _runs.DisposeAsync();
        }
        finally
        {
            await _commits.DisposeAsync();
        }
    }

    // Stands both sides on a row unless they have ended; false when one of them has to be loaded first.
    private bool MoveBothSides()
    {
        if (!_onRun && !_runsEnded)
        {
            if (!_runs.TryRead())
            {
                _awaited = Side.Runs;
                return false;
            }

            _onRun = true;
            _runWanted = _filter.IsEmpty || _filter.Passes(_runs.Current);
            _runHasChanged = _runChanged is null || _runChanged.Passes(_runs.Current);
            _runHasCommits = _range.Cuts(_runs.CurrentKey);
            _hasEarlierRow = _range.CutsAtStart(_runs.CurrentKey);
        }

        if (!_onCommit && !_commitsEnded)
        {
            if (!_commits.TryRead())
            {
                _awaited = Side.Commits;
                return false;
            }

            _onCommit = true;
        }

        return true;
    }

    // Negative: the commit belongs to no run from here on; 0: to this run; positive: to a later one, or none.
    private int CompareCommitToRun()
    {
        ReadOnlySpan<byte> run = _runs.CurrentKey;
        ReadOnlySpan<byte> commit = _commits.CurrentKey;
        return commit.Length > run.Length && commit[run.Length] == Separator && commit.StartsWith(run) ? 0 : commit.SequenceCompareTo(run);
    }

    private void PassCommitWithoutRun()
    {
        _passed.Set(_commits.CurrentKey);
        _onCommit = false;
        CommitsWithoutRun += _countCommitsWithoutRun ? 1 : 0;
    }
}
