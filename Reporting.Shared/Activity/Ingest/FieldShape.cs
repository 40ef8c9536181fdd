using System.Collections.Immutable;
using System.Text;
using Reporting.Activity.Records;
using Reporting.Rows;

namespace Reporting.Activity.Ingest;

/// <summary>A field of a record's JSON.</summary>
internal sealed class FieldShape(string name, FieldKind kind, bool isRequired, ImmutableArray<string> names)
{
    /// <summary>The field's name.</summary>
    public string Name { get; } = name;

    /// <summary>The same in UTF-8.</summary>
    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(name);

    /// <summary>What it takes.</summary>
    public FieldKind Kind { get; } = kind;

    /// <summary>True when it must be there and not null.</summary>
    public bool IsRequired { get; } = isRequired;

    /// <summary>The names it takes, for <see cref="FieldKind.Name"/>.</summary>
    public ImmutableArray<string> Names { get; } = names;

    /// <summary>What it takes, for messages.</summary>
    public string Expected { get; } = kind switch
    {
        FieldKind.Text when isRequired => "takes text with at least one letter, digit or symbol",
        FieldKind.Text or FieldKind.Id => "takes text",
        FieldKind.Name => "takes one of " + string.Join(", ", names),
        FieldKind.Time => Rfc3339.Expected,
        _ => RecordRules.NumberExpected,
    };
}
