using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Reporting.Activity.Records;
using Reporting.Rows;

namespace Reporting.Activity.Ingest;

/// <summary>The fields of a record's JSON (docs/formats.md). Fields of other names are ignored, so that a newer platform can write to an older log.</summary>
internal sealed class RecordShape
{
    private readonly FrozenDictionary<string, int> _ordinals;

    private RecordShape(params ReadOnlySpan<FieldShape> fields)
    {
        Fields = [.. fields];
        _ordinals = Enumerable.Range(0, Fields.Length).ToFrozenDictionary(ordinal => Fields[ordinal].Name, StringComparer.Ordinal);
    }

    /// <summary>The fields.</summary>
    public ImmutableArray<FieldShape> Fields { get; }

    /// <summary>An audit event's fields. <c>origin</c> is known only so that a false one can be refused.</summary>
    public static RecordShape AuditEvent { get; } = new(
        Id("id"), Time("timestamp"), Text("userId"), Text("target"), Text("action"), Name<AuditActionType>("actionType"), Text("description"),
        Name<AuditOutcome>("outcome"), OptionalText("sourceAddress"), OptionalText("userAgent"), OptionalText("origin"));

    /// <summary>A recipe run's fields.</summary>
    public static RecordShape RecipeRun { get; } = new(
        Id("runId"), Text("recipeId"), OptionalText("recipeName"), OptionalText("organizationId"), Name<RecipeRunState>("recipeRunState"),
        Text("repositoryOrigin"), Text("repositoryPath"), Text("repositoryBranch"), Text("recipeRunUserEmail"),
        Number("errorMarkers"), Number("warningMarkers"), Number("infoMarkers"), Number("debugMarkers"),
        Number("totalFilesResults"), Number("totalFilesSearched"), Number("totalFilesChanges"), Number("timeSavingsInMinutes"),
        Number("astLoadInMilliseconds"), Number("recipeRunInMilliseconds"), Number("dependencyResolutionInMilliseconds"),
        Time("recipeRunCreatedAt"), Time("recipeRunUpdatedAt"), OptionalText("stack"), OptionalText("priority"));

    /// <summary>A commit's fields.</summary>
    public static RecordShape Commit { get; } = new(
        Id("commitId"), Id("runId"), Time("recipeRunCreatedAt"), OptionalText("organizationId"), Text("repositoryOrigin"),
        Text("repositoryPath"), Text("repositoryBranch"), Name<CommitType>("type"), Name<CommitState>("commitState"), Text("commitUserEmail"),
        Time("commitCreatedAt"), Time("commitModifiedAt"), OptionalText("message"), OptionalText("stateMessage"));

    /// <summary>The place of a field.</summary>
    public int Ordinal(string field) => _ordinals[field];

    /// <summary>The place of the field of this name in UTF-8, or -1; looks at <paramref name="likely"/> first, where it stands in most lines.</summary>
    public int IndexOf(ReadOnlySpan<byte> name, int likely)
    {
        if (likely < Fields.Length && name.SequenceEqual(Fields[likely].Utf8Name))
        {
            return likely;
        }

        for (int ordinal = 0; ordinal < Fields.Length; ordinal++)
        {
            if (name.SequenceEqual(Fields[ordinal].Utf8Name))
            {
                return ordinal;
            }
        }

        return -1;
    }

    private static FieldShape Id(string name) => new(name, FieldKind.Id, isRequired: true, []);

    private static FieldShape Text(string name) => new(name, FieldKind.Text, isRequired: true, []);

    private static FieldShape OptionalText(string name) => new(name, FieldKind.Text, isRequired: false, []);

    private static FieldShape Time(string name) => new(name, FieldKind.Time, isRequired: true, []);

    private static FieldShape Number(string name) => new(name, FieldKind.Number, isRequired: false, []);

    private static FieldShape Name<T>(string name)
        where T : struct, Enum => new(name, FieldKind.Name, isRequired: true, WireName.All<T>());
}

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

/// <summary>What a field of a record's JSON takes.</summary>
internal enum FieldKind
{
    /// <summary>A string; when it must be there, one that says something.</summary>
    Text,

    /// <summary>A string that is an id; its characters are checked with the record.</summary>
    Id,

    /// <summary>A string out of a fixed set.</summary>
    Name,

    /// <summary>A string that is an RFC 3339 time with a zone.</summary>
    Time,

    /// <summary>A whole number.</summary>
    Number,
}
