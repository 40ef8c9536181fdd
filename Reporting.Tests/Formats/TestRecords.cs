using Reporting.Rows;
using Reporting.Tests.Rows;

namespace Reporting.Tests.Formats;

/// <summary>Rows of one shape with the values that went into them.</summary>
internal sealed record TestRecords(string[] Names, List<object?[]> Values)
{
    public static readonly string[] AuditNames =
        ["id", "timestamp", "userId", "target", "action", "actionType", "description", "outcome", "sourceAddress", "userAgent", "issuer", "subject", "origin"];

    public IEnumerable<BuiltRow> Rows => Values.Select(values => RowBuilder.Of(values));

    public RowSchema Schema => Encoded.SchemaOf(Names);

    /// <summary>All rows of a file of real data, every tenth in the quick tier; skips the running test when it is absent.</summary>
    public static TestRecords Real(string name)
    {
        List<JsonElement> rows = SharedData.Read(name);
        string[] given = [.. rows[0].EnumerateObject().Select(member => member.Name)];
        string[] names = AuditNames.Contains(given[0], StringComparer.Ordinal) ? AuditNames : given; // Those that ingest sets are absent.
        int stride = LongTests.Enabled ? 1 : 10;
        return new TestRecords(names, [.. rows.Where((_, index) => index % stride == 0).Select(row => names.Select(column => ValueOf(row, column)).ToArray())]);
    }

    /// <summary>Generated audit events, every text as hard as <see cref="HardText"/> makes it; the same ones for the same seed.</summary>
    public static TestRecords HardAuditEvents(int count, int seed)
    {
        var random = new Random(seed);
        return new TestRecords(AuditNames, [.. Enumerable.Range(0, count).Select(_ => HardAuditEvent(random))]);
    }

    /// <summary>An audit event's values in the order of <see cref="AuditNames"/>.</summary>
    public static object?[] HardAuditEvent(Random random) =>
    [
        HardText.Next(random),
        new DateTimeOffset(2001, 9, 9, 1, 46, 40, TimeSpan.Zero).AddMilliseconds(random.NextInt64(8_000_000_000_000)),
        HardText.Next(random),
        HardText.Next(random),
        HardText.Next(random),
        Pick(random, "Create", "Read", "Update", "Delete"),
        HardText.Next(random),
        Pick(random, "Started", "Success", "Failed"),
        random.Next(4) == 0 ? HardText.Next(random) : Pick(random, null, "10.1.2.3", "::ffff:10.1.2.3", "2001:db8::1", "host.example"),
        random.Next(4) == 0 ? null : HardText.Next(random),
        random.Next(4) == 0 ? HardText.Next(random) : null,
        random.Next(4) == 0 ? HardText.Next(random) : null,
        random.Next(4) == 0 ? HardText.Next(random) : Pick(random, null, "service", "platform"),
    ];

    /// <summary>A value as CSV has it.</summary>
    public static string CsvOf(object? value) => value switch
    {
        null => "",
        DateTimeOffset time => RowBuilder.TextOf(time),
        string text => HardText.InRow(text),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string? Pick(Random random, params string?[] values) => values[random.Next(values.Length)];

    private static object? ValueOf(JsonElement row, string column)
    {
        if (!row.TryGetProperty(column, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number)
        {
            return value.GetInt64();
        }

        string text = value.GetString()!;
        bool isTime = column is "timestamp" || column.EndsWith("At", StringComparison.Ordinal);
        return isTime ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : text;
    }
}
