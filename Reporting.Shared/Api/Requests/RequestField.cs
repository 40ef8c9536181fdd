using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Reporting.Reports;
using Reporting.Reports.Definitions;

namespace Reporting.Api.Requests;

/// <summary>
/// A field of a request, declared as a property of the request's type: its type and attributes say what the field takes. The reader and the OpenAPI document
/// use the same list.
/// </summary>
/// <param name="Name">The name in the query or the JSON body.</param>
/// <param name="Property">The property that gets the value.</param>
/// <param name="Filter">The report's filter that the field is, for a property with <see cref="ReportFiltersAttribute"/>.</param>
internal sealed record RequestField(string Name, PropertyInfo Property, ReportFilter? Filter = null)
{
    private const int DefaultMaxLength = 1000;
    private const int DefaultMaxItems = 100;

    private static readonly ConcurrentDictionary<Type, ImmutableArray<RequestField>> s_known = new();

    /// <summary>The type of the value, without <see cref="Nullable{T}"/>.</summary>
    public Type Type { get; } = Filter is null ? Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType : typeof(IReadOnlyList<string>);

    /// <summary>Whether a request without the field is refused.</summary>
    public bool IsRequired { get; } = Property.IsDefined(typeof(RequiredAttribute));

    /// <summary>Least and greatest number.</summary>
    public (long Min, long Max) Range { get; } = RangeOf(Property.GetCustomAttribute<RangeAttribute>());

    /// <summary>Most characters of each text.</summary>
    public int MaxLength { get; } = Property.GetCustomAttribute<StringLengthAttribute>()?.MaximumLength ?? DefaultMaxLength;

    /// <summary>Most texts of a list.</summary>
    public int MaxItems { get; } = Property.GetCustomAttribute<MaxLengthAttribute>()?.Length ?? DefaultMaxItems;

    /// <summary>The only values there are; empty when any will do.</summary>
    public ImmutableArray<string> Values { get; } =
        Filter?.Values ?? Property.GetCustomAttribute<AllowedValuesAttribute>()?.Values.OfType<string>().ToImmutableArray() ?? [];

    /// <summary>The fields of a request type, in its order.</summary>
    public static ImmutableArray<RequestField> Of(Type request) => s_known.GetOrAdd(request, type =>
    [
        .. type.GetProperties().Where(property => property.CanWrite).SelectMany(property => property.GetCustomAttribute<ReportFiltersAttribute>() is { } filters
            ? ReportCatalogue.Find(filters.Report).Filters.Select(filter => new RequestField(filter.Name, property, filter))
            : [new RequestField(NameOf(property), property)]),
    ]);

    /// <summary>The names in JSON of a type's properties.</summary>
    public static IEnumerable<string> NamesOf(Type type) => type.GetProperties().Select(NameOf);

    /// <summary>Reads the field into its property of <paramref name="request"/>; a wrong one is refused.</summary>
    public void Read(RequestFields fields, object request)
    {
        object? value = ReadValue(fields);
        if (Filter is not null)
        {
            if (value is IReadOnlyList<string> { Count: > 0 } values)
            {
                ((Dictionary<string, IReadOnlyList<string>>)Property.GetValue(request)!)[Name] = values;
            }

            return;
        }

        // What a body holds is checked by the owner of the command, because a refused command is audited.
        if (fields.IsQuery)
        {
            value = Check(fields, value);
        }

        if (value is not null)
        {
            Property.SetValue(request, value);
        }
    }

    private static string NameOf(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private object? Check(RequestFields fields, object? value)
    {
        if (IsRequired && !fields.Has(Name))
        {
            fields.Refuse(Name, "is required.");
        }

        return Values.IsEmpty ? value : value switch
        {
            string text => Known(fields, text),
            IReadOnlyList<string> texts => texts.Select(text => Known(fields, text)).ToList(),
            _ => value,
        };
    }

    private string Known(RequestFields fields, string text)
    {
        string? known = Values.FirstOrDefault(value => string.Equals(value, text, StringComparison.OrdinalIgnoreCase));
        if (known is null)
        {
            fields.Refuse(Name, $"takes one of {string.Join(", ", Values)}.");
        }

        return known ?? text;
    }

    private object? ReadValue(RequestFields fields) =>
        Type == typeof(string) ? fields.Text(Name, MaxLength)
        : Type == typeof(DateTimeOffset) ? fields.Time(Name)
        : Type == typeof(DateOnly) ? fields.Day(Name)
        : Type == typeof(bool) ? fields.Flag(Name)
        : Type == typeof(long) ? fields.Number(Name, Range.Min, Range.Max)
        : Type == typeof(int) ? (int?)fields.Number(Name, Range.Min, Range.Max)
        : Type == typeof(IReadOnlyList<string>) ? fields.Texts(Name, MaxItems)
        : Type == typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>) ? fields.TextsByName(Name, MaxItems)
        : throw new InvalidOperationException($"{Property.DeclaringType}.{Property.Name}: no field of a request is read as {Type}.");

    private static (long Min, long Max) RangeOf(RangeAttribute? range) =>
        range is null ? (int.MinValue, int.MaxValue) : (ToLong(range.Minimum), ToLong(range.Maximum));

    // Saturates: long.MaxValue comes as a double.
    private static long ToLong(object number) => number is double real ? (long)real : Convert.ToInt64(number, CultureInfo.InvariantCulture);
}

/// <summary>The property, a dictionary by filter name, is filled from one query field for each filter of a report.</summary>
/// <param name="report">Name of the report.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ReportFiltersAttribute(string report) : Attribute
{
    /// <summary>Name of the report.</summary>
    public string Report { get; } = report;
}
