namespace Reporting.Activity.Ingest;

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
