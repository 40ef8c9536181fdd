using System.Buffers;

namespace Reporting.Formats;

/// <summary>A file format. To add one, implement this and <see cref="IRowEncoder"/>, and register it in <c>Composition</c>.</summary>
public interface IReportFormat
{
    /// <summary>The name in requests: <c>CSV</c>, <c>CEF</c>, <c>JSONL</c>, <c>OCSF</c>.</summary>
    string Name { get; }

    /// <summary>Media type of the uncompressed file.</summary>
    string ContentType { get; }

    /// <summary>File name extension without dot.</summary>
    string FileExtension { get; }

    /// <summary>Which columns its files have.</summary>
    ColumnChoice Columns { get; }

    /// <summary>
    /// The record columns, by name, that the encoder reads when <paramref name="asked"/> are requested: those for CSV and JSON Lines, the
    /// whole record for CEF and OCSF, whatever was requested. The schema given to <see cref="CreateEncoder"/> must have them all.
    /// </summary>
    IReadOnlyList<string> RequiredColumns(IReadOnlyList<OutputColumn> asked);

    /// <summary>An encoder of rows of <paramref name="schema"/> into this format; <paramref name="columns"/> says which, in what order and under what header.</summary>
    /// <exception cref="ArgumentException">The schema lacks a required column.</exception>
    IRowEncoder CreateEncoder(RowSchema schema, IReadOnlyList<OutputColumn> columns, FormatOptions options);
}

/// <summary>Turns rows into a format's bytes. Not thread-safe: one for each slice.</summary>
public interface IRowEncoder
{
    /// <summary>Writes the head of a file (byte order mark, CSV header); nothing in most formats.</summary>
    void WriteHeader(IBufferWriter<byte> output)
    {
    }

    /// <summary>Writes one row, whole, with its line end.</summary>
    void WriteRow(in RowView row, IBufferWriter<byte> output);
}

/// <summary>A column of the file.</summary>
/// <param name="Name">Its name in the row's schema, which is also the key in JSON Lines.</param>
/// <param name="Header">Its CSV header.</param>
public sealed record OutputColumn(string Name, string Header);

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
