using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using Reporting.Activity.Records;

namespace Reporting.Metrics.Sums;

/// <summary>Makes the sums of one day from the rows of the usage report, in any order.</summary>
internal sealed class DaySumsBuilder(DateOnly day, UsageRowColumns columns, MetricNames names)
{
    private readonly Dictionary<(int Organization, int RecipeId, int RecipeName, int User), int> _cellOf = [];
    private readonly List<Cell> _cells = [];
    private readonly Dictionary<string, int> _firstCellOfRun = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<int>> _cellsOfSharedRun = new(StringComparer.Ordinal);
    private readonly UsageRowText _text = new();
    private long _rows;

    /// <summary>Adds a row.</summary>
    public void Add(in RowView row)
    {
        _rows++;
        int index = CellOf(in row);
        Cell cell = _cells[index];
        int repository = names.Repositories.Intern(_text.Repository(row[columns.Origin], row[columns.Path]));
        if (row[columns.FirstRowOfRun].SequenceEqual("1"u8))
        {
            AddRun(in row, index, cell, repository);
        }

        int state = UsageRowText.IndexOf(SumSlot.CommitStates, row[columns.CommitState]);
        if (state >= 0)
        {
            cell.Numbers[SumSlot.CommitsByState + state]++;
            cell.Numbers[SumSlot.CommitsByType + UsageRowText.IndexOf(SumSlot.CommitTypes, row[columns.CommitType])]++;
            cell.Committed.Add(repository);
        }
    }

    /// <summary>The sums.</summary>
    public DaySums Build()
    {
        foreach ((string run, int cell) in _firstCellOfRun)
        {
            _cells[cell].Numbers[SumSlot.Runs] += _cellsOfSharedRun.ContainsKey(run) ? 0 : 1;
        }

        // In the order of their names, so that days with the same repositories have nearly the same bytes.
        int[] repositories = [.. _cells.SelectMany(cell => cell.Searched.Concat(cell.Committed)).Distinct().OrderBy(id => names.Repositories[id], StringComparer.Ordinal)];
        Dictionary<int, int> places = repositories.Select((id, place) => (id, place)).ToDictionary(pair => pair.id, pair => pair.place);
        var sets = new ArrayBufferWriter<byte>();
        return new DaySums
        {
            Day = day,
            Rows = _rows,
            Cells = [.. _cells.Select(cell => cell.Keys with { LastMillisecond = cell.LastMillisecond, Searched = Write(cell.Searched), Changed = Write(cell.Changed), Committed = Write(cell.Committed) })],
            Numbers = [.. _cells.SelectMany(cell => cell.Numbers)],
            Sets = sets.WrittenSpan.ToArray(),
            Repositories = repositories,
            Shared = [.. _cellsOfSharedRun.Values.GroupBy(cells => string.Join(',', cells), StringComparer.Ordinal).Select(runs => new SharedRuns([.. runs.First()], runs.Count()))],
        };

        int Write(HashSet<int> ids)
        {
            int start = sets.WrittenCount;
            Base128.Write(sets, ids.Count);
            int last = 0;
            foreach (int place in ids.Select(id => places[id]).Order())
            {
                Base128.Write(sets, place - last);
                last = place;
            }

            return start;
        }
    }

    private int CellOf(in RowView row)
    {
        var keys = (
            names.Organizations.Intern(_text.Of(row[columns.Organization])), names.RecipeIds.Intern(_text.Of(row[columns.RecipeId])),
            names.RecipeNames.Intern(_text.Of(row[columns.RecipeName])), names.Users.Intern(_text.Of(row[columns.User])));
        ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(_cellOf, keys, out bool exists);
        if (!exists)
        {
            index = _cells.Count;
            _cells.Add(new Cell(new DayCell(keys.Item1, keys.Item2, keys.Item3, keys.Item4, 0, 0, 0, 0)));
        }

        return index;
    }

    private void AddRun(in RowView row, int index, Cell cell, int repository)
    {
        long files = UsageRowText.Number(row[columns.Files]);
        Span<long> own = stackalloc long[SumSlot.Count];
        own.Clear();
        (own[SumSlot.Results], own[SumSlot.Files], own[SumSlot.Minutes]) = (1, files, UsageRowText.Number(row[columns.Minutes]));
        if (UsageRowText.IndexOf(SumSlot.FailedStates, row[columns.State]) is >= 0 and var failure)
        {
            own[SumSlot.Failures + failure] = 1;
        }

        SumSlot.Add(cell.Numbers, own);
        cell.LastMillisecond = Math.Max(cell.LastMillisecond, UsageRowText.MillisecondOf(row[columns.CreatedAt]));
        cell.Searched.Add(repository);
        if (files > 0)
        {
            cell.Changed.Add(repository);
        }

        ReadOnlySpan<char> run = _text.Of(row[columns.RunId]);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> firstCells = _firstCellOfRun.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!firstCells.TryAdd(run, index) && firstCells[run] is var first && first != index)
        {
            string id = run.ToString();
            if (!_cellsOfSharedRun.TryGetValue(id, out SortedSet<int>? cells))
            {
                _cellsOfSharedRun.Add(id, cells = [first]);
            }

            cells.Add(index);
        }
    }

    private sealed class Cell(DayCell keys)
    {
        public DayCell Keys => keys;

        public long[] Numbers { get; } = new long[SumSlot.Count];

        public HashSet<int> Searched { get; } = [];

        public HashSet<int> Changed { get; } = [];

        public HashSet<int> Committed { get; } = [];

        public int LastMillisecond { get; set; }
    }
}

/// <summary>Where the columns stand that sums are made of.</summary>
internal sealed class UsageRowColumns(RowSchema schema)
{
    /// <summary>The columns' names in the usage report.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "runId", "recipeId", "recipeName", "organizationId", "recipeRunUserEmail", "recipeRunState", "repositoryOrigin", "repositoryPath", "totalFilesChanges", "timeSavingsInMinutes",
        "recipeRunCreatedAt", "type", "commitState", "firstRowOfRun",
    ];

    public int RunId { get; } = schema.IndexOf("runId");

    public int RecipeId { get; } = schema.IndexOf("recipeId");

    public int RecipeName { get; } = schema.IndexOf("recipeName");

    public int Organization { get; } = schema.IndexOf("organizationId");

    public int User { get; } = schema.IndexOf("recipeRunUserEmail");

    public int State { get; } = schema.IndexOf("recipeRunState");

    public int Origin { get; } = schema.IndexOf("repositoryOrigin");

    public int Path { get; } = schema.IndexOf("repositoryPath");

    public int Files { get; } = schema.IndexOf("totalFilesChanges");

    public int Minutes { get; } = schema.IndexOf("timeSavingsInMinutes");

    public int CreatedAt { get; } = schema.IndexOf("recipeRunCreatedAt");

    public int CommitType { get; } = schema.IndexOf("type");

    public int CommitState { get; } = schema.IndexOf("commitState");

    public int FirstRowOfRun { get; } = schema.IndexOf("firstRowOfRun");
}

/// <summary>Reads cells of usage rows. Not thread-safe.</summary>
internal sealed class UsageRowText
{
    private const int TimeStart = 11;
    private char[] _characters = new char[1024];

    /// <summary>A cell's text, valid until the next call.</summary>
    public ReadOnlySpan<char> Of(ReadOnlySpan<byte> cell)
    {
        // First, since it may take a larger array.
        int length = Put(cell, 0);
        return _characters.AsSpan(0, length);
    }

    /// <summary>A repository as <see cref="MetricNames.Repositories"/> names it, valid until the next call.</summary>
    public ReadOnlySpan<char> Repository(ReadOnlySpan<byte> origin, ReadOnlySpan<byte> path)
    {
        origin.Length.TryFormat(_characters, out int length, provider: CultureInfo.InvariantCulture);
        _characters[length++] = ':';
        length = Put(origin, length);
        length = Put(path, length);
        return _characters.AsSpan(0, length);
    }

    /// <summary>A number, 0 for none.</summary>
    public static long Number(ReadOnlySpan<byte> cell) => Utf8Parser.TryParse(cell, out long number, out _) ? Math.Clamp(number, 0, RecordRules.MaxNumber) : 0;

    /// <summary>Which of some names a cell holds, or -1.</summary>
    public static int IndexOf(IReadOnlyList<string> texts, ReadOnlySpan<byte> cell)
    {
        for (int index = 0; !cell.IsEmpty && index < texts.Count; index++)
        {
            if (Ascii.Equals(cell, texts[index]))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>The millisecond of the day of a stored time, which is always <c>yyyy-MM-ddTHH:mm:ss.fffZ</c>.</summary>
    public static int MillisecondOf(ReadOnlySpan<byte> time)
    {
        ReadOnlySpan<byte> clock = time[TimeStart..];
        return (((((Digits(clock, 0, 2) * 60) + Digits(clock, 3, 2)) * 60) + Digits(clock, 6, 2)) * 1000) + Digits(clock, 9, 3);

        static int Digits(ReadOnlySpan<byte> text, int at, int count)
        {
            int number = 0;
            for (int digit = at; digit < at + count; digit++)
            {
                number = (number * 10) + (text[digit] - '0');
            }

            return number;
        }
    }

    private int Put(ReadOnlySpan<byte> cell, int at)
    {
        if (_characters.Length < at + cell.Length)
        {
            Array.Resize(ref _characters, Math.Max(_characters.Length * 2, at + cell.Length));
        }

        return at + Encoding.UTF8.GetChars(cell, _characters.AsSpan(at));
    }
}
