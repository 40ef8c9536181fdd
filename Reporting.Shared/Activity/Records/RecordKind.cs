using System.Collections.Immutable;
using Azure.Data.Tables;

namespace Reporting.Activity.Records;

/// <summary>A record of the activity log. Its properties are its fields.</summary>
public abstract record ActivityRecord;

/// <summary>
/// A kind of record: all that the log knows of it, in one place. Ingest, writing, counts, changes of the bucket count, retention, reports and documents go by it
/// and list no field again.
/// </summary>
public abstract class RecordKind
{
    private protected RecordKind(string name, string noun, ImmutableArray<RecordField> fields)
    {
        (Name, Noun, Fields) = (name, noun, fields);
        LineFields = [.. fields.Where(field => field.Source != FieldSource.Service)];
        ClientField = fields.FirstOrDefault(field => field.Source == FieldSource.Client);
    }

    /// <summary>The name in the ingest API, and of files to import: <c>recipe-runs</c>.</summary>
    public string Name { get; }

    /// <summary>What one record is called: <c>run</c>.</summary>
    public string Noun { get; }

    /// <summary>The fields, in the order of the record and of its columns.</summary>
    public ImmutableArray<RecordField> Fields { get; }

    /// <summary>The fields that a line may have. Fields of other names are ignored, so that a newer platform can write to an older log.</summary>
    public ImmutableArray<RecordField> LineFields { get; }

    /// <summary>The table of its records.</summary>
    public abstract ActivityTable Table { get; }

    /// <summary>Tables with the same records under other keys. They are written before <see cref="Table"/>, and deleted before it.</summary>
    public abstract ImmutableArray<ActivityTable> Copies { get; }

    /// <summary>All of its tables, in the order in which they are written and deleted.</summary>
    public IEnumerable<ActivityTable> Tables => Copies.Append(Table);

    /// <summary>The field that holds the client that sent the record, or null.</summary>
    internal RecordField? ClientField { get; }

    /// <summary>The field of this name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public RecordField Field(string name) =>
        Fields.FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.Ordinal))
        ?? throw new ArgumentException($"Records of kind {Name} have no field '{name}'.", nameof(name));

    /// <summary>The ordinal of the line's field of this name in UTF-8, or -1; looks at <paramref name="likely"/> first, where it stands in most lines.</summary>
    internal int IndexOf(ReadOnlySpan<byte> name, int likely)
    {
        if (likely < LineFields.Length && name.SequenceEqual(LineFields[likely].Utf8Name))
        {
            return likely;
        }

        for (int ordinal = 0; ordinal < LineFields.Length; ordinal++)
        {
            if (name.SequenceEqual(LineFields[ordinal].Utf8Name))
            {
                return ordinal;
            }
        }

        return -1;
    }

    /// <summary>The record of a line whose fields were checked one by one, sent by <paramref name="client"/>.</summary>
    internal ActivityRecord Read(RecordValues values, string client)
    {
        ActivityRecord record = Create();
        for (int ordinal = 0; ordinal < LineFields.Length; ordinal++)
        {
            if (LineFields[ordinal].Source == FieldSource.Line)
            {
                LineFields[ordinal].Set(record, values, ordinal);
            }
        }

        ClientField?.Set(record, client);
        return record;
    }

    /// <summary>The first problem of a record, or null.</summary>
    internal RecordProblem? Check(ActivityRecord record)
    {
        foreach (RecordField field in Fields)
        {
            if (field.Check(record) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>The phase of a record: ordinally greater for a later one of the same key.</summary>
    internal abstract string PhaseOf(ActivityRecord record);

    /// <summary>The phase of a stored row.</summary>
    internal abstract string PhaseOf(TableEntity stored);

    /// <summary>The ticks of the record's phase below the millisecond, which its columns do not keep.</summary>
    internal abstract int PhaseTicksOf(ActivityRecord record);

    /// <summary>What contradicts <paramref name="row"/> in another row of its key, which stands in <paramref name="place"/>; null when nothing does.</summary>
    internal abstract RecordProblem? FindContradiction(TableEntity row, TableEntity other, string place);

    private protected abstract ActivityRecord Create();
}

/// <summary>The description of a kind of record.</summary>
/// <typeparam name="T">The record; each of its properties is a field and has a <see cref="FieldAttribute"/>.</typeparam>
public sealed class RecordKind<T> : RecordKind
    where T : ActivityRecord
{
    private readonly RecordPhase<T> _phase;

    /// <summary>A kind.</summary>
    /// <param name="name">The name in the ingest API: <c>recipe-runs</c>.</param>
    /// <param name="noun">What one record is called: <c>run</c>.</param>
    /// <param name="phase">How the phases of a record are ordered.</param>
    /// <param name="table">The table of its records.</param>
    /// <param name="copies">Tables with the same records under other keys.</param>
    internal RecordKind(string name, string noun, RecordPhase<T> phase, TablePlan<T> table, params TablePlan<T>[] copies)
        : base(name, noun, RecordField.Of<T>())
    {
        _phase = phase;
        Table = table.ToTable(this);
        Copies = [.. copies.Select(copy => copy.ToTable(this))];
    }

    /// <inheritdoc/>
    public override ActivityTable Table { get; }

    /// <inheritdoc/>
    public override ImmutableArray<ActivityTable> Copies { get; }

    /// <summary>Says what contradicts a row in another row of its key, and where that stands; null when nothing can.</summary>
    internal Func<TableEntity, TableEntity, string, RecordProblem?>? Contradiction { get; init; }

    internal override string PhaseOf(ActivityRecord record) => _phase.Of((T)record);

    internal override string PhaseOf(TableEntity stored) => _phase.OfStored(stored);

    internal override int PhaseTicksOf(ActivityRecord record) => _phase.TicksOf((T)record);

    internal override RecordProblem? FindContradiction(TableEntity row, TableEntity other, string place) => Contradiction?.Invoke(row, other, place);

    private protected override ActivityRecord Create() => Activator.CreateInstance<T>();
}

/// <summary>A table of a kind: its name, and where a record stands in it.</summary>
/// <param name="Name">The table's name; letters and digits.</param>
/// <param name="Place">Where a record stands in it.</param>
internal sealed record TablePlan<T>(string Name, Func<T, RowPlace> Place)
    where T : ActivityRecord
{
    public ActivityTable ToTable(RecordKind kind) => new(kind, Name, record => Place((T)record));
}
