using System.Collections.Concurrent;
using Reporting.Activity.Scanning;
using Reporting.Reports;
using Reporting.Reports.Reading;
using Reporting.Rows;
using Reporting.Storage.Paging;
using Reporting.Tests.Rows;

namespace Reporting.Tests.Exports;

/// <summary>A log of audit events in memory, which can change while it is read.</summary>
internal sealed class FakeLog : IReportSource
{
    private int _readers;
    private volatile SortedDictionary<string, string> _rows = new(StringComparer.Ordinal);

    /// <summary>Rows a page.</summary>
    public int PageSize { get; init; } = 10;

    /// <summary>Runs before each page is loaded.</summary>
    public Func<Task> BeforePage { get; set; } = () => Task.CompletedTask;

    /// <summary>Runs before the first page of a slice is loaded; gets the second at which the slice begins.</summary>
    public Func<int, Task> BeforeSlice { get; set; } = _ => Task.CompletedTask;

    /// <summary>The seconds at which slices were read to their end.</summary>
    public ConcurrentQueue<int> Read { get; } = [];

    public long CommitsWithoutRun { get; init; }

    /// <summary>What a row's text says when it is no row of the report but counts as a commit without run.</summary>
    public const string Orphan = "commit without run";

    /// <summary>Which rows a reader lets through, by their text.</summary>
    public Func<string, bool> Passes { get; init; } = _ => true;

    /// <summary>Whether every row shows by which reader it was read (<c>x1</c>, <c>x2</c>, ...) instead of its text.</summary>
    public bool ShowsReader { get; init; }

    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Puts a row at a second after <see cref="Start"/>; its description is <paramref name="text"/>.</summary>
    public void Put(int second, string text)
    {
        string key = KeyOf(second) + "-e" + second.ToString(CultureInfo.InvariantCulture);
        _rows = new SortedDictionary<string, string>(_rows, StringComparer.Ordinal) { [key] = text };
    }

    /// <summary>Puts a row that was not there at the beginning, behind the one of its second.</summary>
    public void PutLate(int second) =>
        _rows = new SortedDictionary<string, string>(_rows, StringComparer.Ordinal) { [KeyOf(second) + "-l" + second.ToString(CultureInfo.InvariantCulture)] = "late" };

    public FakeLog Fill(int count, Func<int, string>? text = null)
    {
        var rows = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (int second = 0; second < count; second++)
        {
            rows[KeyOf(second) + "-e" + second.ToString(CultureInfo.InvariantCulture)] = text?.Invoke(second) ?? "row " + second.ToString(CultureInfo.InvariantCulture);
        }

        _rows = rows;
        return this;
    }

    /// <summary>What a CSV export with the columns <c>id</c> and <c>description</c> of these seconds holds.</summary>
    public string Csv(int from, int to) => "id,Description\n" + string.Concat(_rows
        .Where(row => string.CompareOrdinal(row.Key, KeyOf(from)) >= 0 && string.CompareOrdinal(row.Key, KeyOf(to)) < 0)
        .Select(row => $"{row.Key[20..]},{row.Value}\n"));

    public static string KeyOf(int second) => Start.AddSeconds(second).Ticks.ToString("D19", CultureInfo.InvariantCulture);

    public IReportReader Open(ReportQuery query, KeyRange keys, IPageGate? gate = null) => new Reader(this, query, keys);

    private sealed class Reader(FakeLog log, ReportQuery query, KeyRange keys) : IReportReader
    {
        private readonly Queue<(string Key, string Text, BuiltRow Row)> _page = new();
        private readonly string? _shown = log.ShowsReader ? "x" + Interlocked.Increment(ref log._readers).ToString(CultureInfo.InvariantCulture) : null;
        private (string Key, string Text, BuiltRow Row) _current;
        private string _passed = "";
        private long _orphans;
        private string _after = keys.From;
        private bool _exclusive = keys.FromExclusive;

        public RowSchema Schema { get; } = new(query.Columns.Select(column => new RowColumn(column.Name, column.Kind)));

        public long CommitsWithoutRun => log.CommitsWithoutRun + _orphans;

        public ReadOnlySpan<byte> PassedKey => Encoding.UTF8.GetBytes(_passed);

        public RowView Current => _current.Row.View;

        public ReadOnlySpan<byte> CurrentKey => Encoding.UTF8.GetBytes(_current.Key);

        public bool TryRead()
        {
            while (_page.TryDequeue(out _current))
            {
                if (_current.Text == Orphan)
                {
                    _orphans++;
                }
                else if (log.Passes(_current.Text))
                {
                    return true;
                }
                else
                {
                    _passed = _current.Key;
                }
            }

            return false;
        }

        public async ValueTask<bool> LoadAsync(CancellationToken cancellationToken)
        {
            int second = (int)TimeSpan.FromTicks(long.Parse(keys.From[..19], CultureInfo.InvariantCulture) - Start.Ticks).TotalSeconds;
            if (_after == keys.From)
            {
                await log.BeforeSlice(second).WaitAsync(cancellationToken);
            }

            await log.BeforePage();
            foreach ((string key, string text) in log._rows
                .Where(row => string.CompareOrdinal(row.Key, _after) is var order && (_exclusive ? order > 0 : order >= 0) && string.CompareOrdinal(row.Key, keys.To) < 0)
                .Take(log.PageSize))
            {
                _page.Enqueue((key, text, RowBuilder.Of([.. query.Columns.Select(column => Value(column, key, _shown ?? text))])));
                (_after, _exclusive) = (key, true);
            }

            if (_page.Count == 0)
            {
                log.Read.Enqueue(second);
            }

            return _page.Count > 0;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static object? Value(ReportColumn column, string key, string text) => column.Name switch
        {
            "id" => key[20..],
            "description" => text,
            "actionType" => "Create",
            "outcome" => "Success",
            "timestamp" or "changedAt" or "firstIngestedAt" => new DateTimeOffset(long.Parse(key[..19], CultureInfo.InvariantCulture), TimeSpan.Zero),
            _ => column.Name,
        };
    }
}
