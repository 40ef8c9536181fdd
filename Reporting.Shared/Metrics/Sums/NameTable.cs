namespace Reporting.Metrics.Sums;

/// <summary>
/// Gives names numbers, the same for the life of the process, so that names of different days are compared as numbers. 0 stands for no name. Safe for concurrent use.
/// </summary>
/// <param name="ignoresCase">Whether names that differ in upper and lower case only count as one, as filters compare them.</param>
internal sealed class NameTable(bool ignoresCase)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _canonical = new(StringComparer.OrdinalIgnoreCase);
    private volatile Entry[] _entries = new Entry[256];
    private volatile int _count = 1;

    /// <summary>Numbers given so far, 0 included: every number is less.</summary>
    public int Count => _count;

    /// <summary>A number's name; empty for 0.</summary>
    public string this[int id] => id == 0 ? "" : _entries[id].Name;

    /// <summary>The number that stands for all names that count as one with this number's.</summary>
    public int CanonicalOf(int id) => id == 0 ? 0 : _entries[id].Canonical;

    /// <summary>The number of a name; 0 for an empty one.</summary>
    public int Intern(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty)
        {
            return 0;
        }

        lock (_lock)
        {
            Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ids = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
            return ids.TryGetValue(name, out int id) ? id : Add(name.ToString());
        }
    }

    private int Add(string name)
    {
        int id = _count;
        if (id == _entries.Length)
        {
            Entry[] larger = new Entry[id * 2];
            _entries.CopyTo(larger, 0);
            _entries = larger;
        }

        int canonical = id;
        if (ignoresCase && !_canonical.TryAdd(name, id))
        {
            canonical = _canonical[name];
        }

        _entries[id] = new Entry(name, canonical);
        _ids.Add(name, id);
        _count = id + 1;
        return id;
    }

    private readonly record struct Entry(string Name, int Canonical);
}

/// <summary>The process's numbers of all names that stand in sums.</summary>
internal sealed class MetricNames
{
    public NameTable Organizations { get; } = new(ignoresCase: true);

    public NameTable RecipeIds { get; } = new(ignoresCase: true);

    public NameTable RecipeNames { get; } = new(ignoresCase: false);

    public NameTable Users { get; } = new(ignoresCase: true);

    /// <summary>Repositories: the length of the origin, a colon, origin and path, so that no two give the same text.</summary>
    public NameTable Repositories { get; } = new(ignoresCase: false);
}
