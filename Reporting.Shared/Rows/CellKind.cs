namespace Reporting.Rows;

/// <summary>What a <see cref="Cell"/> holds.</summary>
public enum CellKind : byte
{
    /// <summary>Absent or null.</summary>
    Null,

    /// <summary>Text: valid UTF-8, unescaped.</summary>
    Text,

    /// <summary>A number as JSON writes it (RFC 8259 section 6), never quoted.</summary>
    Number,

    /// <summary>An instant, always the 24 ASCII characters <c>yyyy-MM-ddTHH:mm:ss.fffZ</c>, UTC.</summary>
    Time,
}
