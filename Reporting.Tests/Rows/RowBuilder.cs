using Reporting.Rows;

namespace Reporting.Tests.Rows;

/// <summary>
/// Builds rows for tests. A string is text (lone surrogates become U+FFFD, as in every row), an integer a number, a
/// <see cref="DateTimeOffset"/> a time, null is null.
/// </summary>
internal sealed class RowBuilder
{
    private readonly List<byte> _bytes = [];
    private readonly List<Cell> _cells = [];

    /// <summary>A row of these values.</summary>
    public static BuiltRow Of(params object?[] values)
    {
        var builder = new RowBuilder();
        foreach (object? value in values)
        {
            builder.Add(value);
        }

        return builder.Build();
    }

    /// <summary>Adds the next cell.</summary>
    public RowBuilder Add(object? value) => value switch
    {
        null => Add("", CellKind.Null),
        string text => Add(text, CellKind.Text),
        int number => Add(number.ToString(CultureInfo.InvariantCulture), CellKind.Number),
        long number => Add(number.ToString(CultureInfo.InvariantCulture), CellKind.Number),
        DateTimeOffset time => Add(TextOf(time), CellKind.Time),
        _ => throw new ArgumentException($"No cell holds a {value.GetType()}.", nameof(value)),
    };

    /// <summary>Adds the next cell.</summary>
    public RowBuilder Add(string value, CellKind kind)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);

        // Something else lies between the cells of a page, so that reading past a cell shows.
        _bytes.AddRange("\",\n"u8);
        _cells.Add(new Cell(_bytes.Count, bytes.Length, kind));
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>The row so far.</summary>
    public BuiltRow Build() => new([.. _bytes], [.. _cells]);

    /// <summary>A time as it stands in a cell.</summary>
    public static string TextOf(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
