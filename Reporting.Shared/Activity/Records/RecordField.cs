using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Reporting.Activity.Records;

/// <summary>
/// A field of a record. It follows from the record's property: the name, what it holds (from the type), whether it must be given (<c>required</c>), and the
/// rest from its <see cref="FieldAttribute"/>. Properties are looked at once; values go through delegates.
/// </summary>
public abstract class RecordField
{
    private readonly FieldAttribute _attribute;

    private protected RecordField(PropertyInfo property, FieldKind kind, ImmutableArray<string> names)
    {
        _attribute = property.GetCustomAttribute<FieldAttribute>()
            ?? throw new InvalidOperationException($"{property.DeclaringType!.Name}.{property.Name} has no [Field].");
        Name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        Utf8Name = Encoding.UTF8.GetBytes(Name);
        IsRequired = property.IsDefined(typeof(RequiredMemberAttribute));
        (Kind, Names) = (kind, names);
        Column = new RowColumn(Name, kind switch { FieldKind.Time => CellKind.Time, FieldKind.Number => CellKind.Number, _ => CellKind.Text });
        Expected = kind switch
        {
            FieldKind.Text when IsRequired => "takes text with at least one letter, digit or symbol",
            FieldKind.Text or FieldKind.Id => "takes text",
            FieldKind.Name => "takes one of " + string.Join(", ", names),
            FieldKind.Time => Rfc3339.Expected,
            _ => RecordRules.NumberExpected,
        };
    }

    /// <summary>Its name in lines, rows and requests.</summary>
    public string Name { get; }

    /// <summary>What it means, with its unit.</summary>
    public string Meaning => _attribute.Meaning;

    /// <summary>What it takes.</summary>
    public FieldKind Kind { get; }

    /// <summary>True when a line must have it, and not null.</summary>
    public bool IsRequired { get; }

    /// <summary>The names it takes, for <see cref="FieldKind.Name"/>.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Who gives its value.</summary>
    public FieldSource Source => _attribute.Source;

    /// <summary>Its column.</summary>
    public RowColumn Column { get; }

    /// <summary>The name in UTF-8.</summary>
    internal byte[] Utf8Name { get; }

    /// <summary>What it takes, for messages.</summary>
    internal string Expected { get; }

    /// <summary>The longest id that it takes; 0 when it is none.</summary>
    internal int MaxIdLength => _attribute.MaxIdLength;

    /// <summary>The fields of a record, in the order of its properties (which reflection keeps since .NET 7).</summary>
    internal static ImmutableArray<RecordField> Of<T>()
        where T : ActivityRecord => [.. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(Create<T>)];

    /// <summary>Sets the record's value to that of a line.</summary>
    internal abstract void Set(ActivityRecord record, RecordValues values, int ordinal);

    /// <summary>Sets the record's value; text only.</summary>
    internal virtual void Set(ActivityRecord record, string text) => throw new NotSupportedException($"{Name} is not text.");

    /// <summary>The record's value as the table service takes it; null for absent.</summary>
    internal abstract object? ValueOf(ActivityRecord record);

    /// <summary>What is wrong with the record's value, or null.</summary>
    internal virtual RecordProblem? Check(ActivityRecord record) => null;

    private static RecordField Create<T>(PropertyInfo property)
        where T : ActivityRecord
    {
        Type type = property.PropertyType;
        return type == typeof(string) ? new TextField<T>(property)
            : type == typeof(long?) ? new NumberField<T>(property)
            : type == typeof(DateTimeOffset) ? new TimeField<T>(property)
            : type.IsEnum ? (RecordField)Activator.CreateInstance(typeof(NameField<,>).MakeGenericType(typeof(T), type), property)!
            : throw new InvalidOperationException($"A field is a string, long?, DateTimeOffset or enum; {typeof(T).Name}.{property.Name} is not.");
    }
}

/// <summary>Says what a property of a record means and, where its type does not say it, what it takes.</summary>
/// <param name="meaning">What it means, with its unit; stands in the documents of reports and API.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FieldAttribute(string meaning) : Attribute
{
    /// <summary>What it means, with its unit.</summary>
    public string Meaning { get; } = meaning;

    /// <summary>The longest id that it takes, where it is an id.</summary>
    public int MaxIdLength { get; set; }

    /// <summary>Who gives its value.</summary>
    public FieldSource Source { get; set; }
}

/// <summary>What a field takes.</summary>
public enum FieldKind
{
    /// <summary>A string; when it must be there, one that says something.</summary>
    Text,

    /// <summary>A string that is an id.</summary>
    Id,

    /// <summary>A string out of a fixed set.</summary>
    Name,

    /// <summary>A string that is an RFC 3339 time with a zone.</summary>
    Time,

    /// <summary>A whole number.</summary>
    Number,
}

/// <summary>Who gives a field's value.</summary>
public enum FieldSource
{
    /// <summary>The line that is ingested.</summary>
    Line,

    /// <summary>The client of the token that sends the line. The line's own value is read only so that a false claim can be refused.</summary>
    Client,

    /// <summary>The service, in its own records only. A line's field of this name is not known.</summary>
    Service,
}

/// <summary>Text or an id.</summary>
internal sealed class TextField<T>(PropertyInfo property)
    : RecordField(property, property.GetCustomAttribute<FieldAttribute>()?.MaxIdLength > 0 ? FieldKind.Id : FieldKind.Text, [])
    where T : ActivityRecord
{
    private readonly Func<T, string?> _get = property.GetMethod!.CreateDelegate<Func<T, string?>>();
    private readonly Action<T, string?> _set = property.SetMethod!.CreateDelegate<Action<T, string?>>();

    internal override void Set(ActivityRecord record, RecordValues values, int ordinal) => _set((T)record, values.Text(ordinal));

    internal override void Set(ActivityRecord record, string text) => _set((T)record, text);

    internal override object? ValueOf(ActivityRecord record) => StoredValue.Of(_get((T)record));

    internal override RecordProblem? Check(ActivityRecord record) =>
        Kind == FieldKind.Id ? RecordRules.CheckId(Name, _get((T)record), MaxIdLength) : RecordRules.CheckText(Name, _get((T)record));
}

/// <summary>A whole number.</summary>
internal sealed class NumberField<T>(PropertyInfo property) : RecordField(property, FieldKind.Number, [])
    where T : ActivityRecord
{
    private readonly Func<T, long?> _get = property.GetMethod!.CreateDelegate<Func<T, long?>>();
    private readonly Action<T, long?> _set = property.SetMethod!.CreateDelegate<Action<T, long?>>();

    internal override void Set(ActivityRecord record, RecordValues values, int ordinal) => _set((T)record, values.Number(ordinal));

    internal override object? ValueOf(ActivityRecord record) => StoredValue.Of(_get((T)record));

    internal override RecordProblem? Check(ActivityRecord record) => RecordRules.CheckNumber(Name, _get((T)record));
}

/// <summary>A time; the record has it as it was sent, to 100 ns, the row to the millisecond.</summary>
internal sealed class TimeField<T>(PropertyInfo property) : RecordField(property, FieldKind.Time, [])
    where T : ActivityRecord
{
    private readonly Func<T, DateTimeOffset> _get = property.GetMethod!.CreateDelegate<Func<T, DateTimeOffset>>();
    private readonly Action<T, DateTimeOffset> _set = property.SetMethod!.CreateDelegate<Action<T, DateTimeOffset>>();

    internal override void Set(ActivityRecord record, RecordValues values, int ordinal) => _set((T)record, values.Time(ordinal));

    internal override object? ValueOf(ActivityRecord record) => Rfc3339.Format(_get((T)record));
}

/// <summary>A name out of a fixed set.</summary>
internal sealed class NameField<T, TName>(PropertyInfo property) : RecordField(property, FieldKind.Name, WireName.All<TName>())
    where T : ActivityRecord
    where TName : struct, Enum
{
    private readonly Func<T, TName> _get = property.GetMethod!.CreateDelegate<Func<T, TName>>();
    private readonly Action<T, TName> _set = property.SetMethod!.CreateDelegate<Action<T, TName>>();

    internal override void Set(ActivityRecord record, RecordValues values, int ordinal) =>
        _set((T)record, WireName.TryParse(values.Text(ordinal), out TName value) ? value : throw new InvalidOperationException($"{Name} was not checked."));

    internal override object? ValueOf(ActivityRecord record) => WireName.Of(_get((T)record));
}
