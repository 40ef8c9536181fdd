using Reporting.Rows;

namespace Reporting.Formats;

/// <summary>Which columns the files of a format have.</summary>
public enum ColumnChoice
{
    /// <summary>The requested columns, else the report's default columns.</summary>
    AskedOrDefault,

    /// <summary>The requested columns, else the whole record.</summary>
    AskedOrRecord,

    /// <summary>The format's own fields, made from the whole record; columns cannot be requested.</summary>
    Fixed,
}

/// <summary>Finds columns in a schema by name.</summary>
internal static class ColumnOrdinals
{
    public static string[] NamesOf(IReadOnlyList<OutputColumn> columns)
    {
        if (columns.Count == 0)
        {
            throw new ArgumentException("A file needs at least one column.", nameof(columns));
        }

        return [.. columns.Select(column => column.Name)];
    }

    /// <summary>The ordinals of these columns, in this order.</summary>
    /// <exception cref="ArgumentException">The schema lacks one; the message names it.</exception>
    public static int[] Find(RowSchema schema, IReadOnlyList<string> names)
    {
        var ordinals = new int[names.Count];
        for (int at = 0; at < ordinals.Length; at++)
        {
            ordinals[at] = schema.IndexOf(names[at]);
            if (ordinals[at] < 0)
            {
                throw new ArgumentException($"The rows have no column '{names[at]}'.", nameof(schema));
            }
        }

        return ordinals;
    }
}
