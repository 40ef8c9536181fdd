using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Reporting.Activity.Records;
using Reporting.Functions.Durable;
using Reporting.Local.Durable;
using Reporting.Metrics.Queries;
using Reporting.Reports;
using Reporting.Reports.Definitions;
using Reporting.Telemetry;

namespace Reporting.Tests.Documents;

/// <summary>The parts of the documents that are generated from the code, by name.</summary>
internal static class GeneratedTables
{
    private const BindingFlags AnyMethod =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Type[] s_types =
    [
        .. ((Type[])[typeof(ReportCatalogue), typeof(TaskHub), typeof(DurableOptions)])
            .SelectMany(type => type.Assembly.GetTypes()).OrderBy(type => type.FullName, StringComparer.Ordinal),
    ];

    /// <summary>Every log event of the product.</summary>
    public static IReadOnlyList<LoggerMessageAttribute> Events { get; } =
    [
        .. s_types.SelectMany(type => type.GetMethods(AnyMethod)).Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>().OrderBy(log => log.EventId),
    ];

    /// <summary>Every part.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(
        [
            new("formats", Table(
                ["report", "formats"],
                ReportCatalogue.All.Select(report => (string[])[$"`{report.Name}`", string.Join(", ", report.Formats)]))),
            new("reports", string.Join("\n\n", ReportCatalogue.All.Select(Report))),
            new("records", string.Join("\n\n", RecordKinds.All.Select(Records))),
            new("measures", Table(
                ["name", "title", "unit", "how it is counted"],
                Measure.All.Select(measure => (string[])[$"`{measure.Name}`", measure.Title, measure.Unit, measure.Definition]))),
            new("instruments", Instruments()),
            new("events", Table(
                ["id", "level", "says"],
                Events.Select(log => (string[])[log.EventId.ToString(CultureInfo.InvariantCulture), log.Level.ToString(), log.Message]))),
            .. Settings(),
            .. ExampleFiles.All(),
        ],
        StringComparer.Ordinal);

    private static string Report(ReportDefinition report) => $"### `{report.Name}`\n\n{report.Description}\n\n" + Table(
        ["", "column", "CSV header", "holds", "meaning"],
        report.Columns.Select((column, index) => (string[])
        [
            index < report.DefaultColumnCount ? (index + 1).ToString(CultureInfo.InvariantCulture) : "",
            $"`{column.Name}`", $"`{column.Header}`", column.Kind.ToString().ToLowerInvariant(), column.Description,
        ]));

    private static string Records(RecordKind kind) => $"### `{kind.Name}`\n\n" + Table(
        ["field", "required", "takes", "meaning"],
        kind.LineFields.Select(field => (string[])
        [
            $"`{field.Name}`", field.IsRequired ? "yes" : "",
            field.Kind switch
            {
                FieldKind.Id => RecordRules.CheckId(field.Name, "", field.MaxIdLength)!.Message["takes ".Length..],
                FieldKind.Name => string.Join(", ", field.Names),
                _ => field.Kind.ToString().ToLowerInvariant(),
            },
            field.Meaning,
        ]));

    // A class of settings names its section in a constant.
    private static IEnumerable<KeyValuePair<string, string>> Settings() => s_types
        .Select(type => (Type: type, Section: type.GetField("Section")?.GetRawConstantValue() as string))
        .Where(options => options.Section is not null)
        .GroupBy(options => options.Section!, StringComparer.Ordinal)
        .Select(section => KeyValuePair.Create("settings:" + section.Key, Table(
            ["setting", "default", "takes", "meaning"],
            section.SelectMany(options => Settings(section.Key, Activator.CreateInstance(options.Type)!)))));

    private static IEnumerable<string[]> Settings(string section, object defaults) =>
        defaults.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public).Select(property => (string[])
        [
            $"`{section}__{property.Name}" + (property.PropertyType == typeof(IList<string>) ? "__0` ..." : "`"),
            property.GetValue(defaults) switch
            {
                string { Length: > 0 } text => $"`{text}`",
                IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
                _ => "",
            },
            TakesOf(property),
            XmlDocumentation.Of(property)
                ?? throw new InvalidOperationException($"{property.DeclaringType}.{property.Name} has no doc comment."),
        ]);

    private static string TakesOf(PropertyInfo property)
    {
        int minLength = property.IsDefined(typeof(RequiredAttribute)) ? 1 : 0;
        return property.GetCustomAttribute<RangeAttribute>() is { } range
            ? Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture) < long.MaxValue
                ? string.Create(CultureInfo.InvariantCulture, $"{range.Minimum:N0} to {range.Maximum:N0}")
                : string.Create(CultureInfo.InvariantCulture, $"{range.Minimum:N0} or more")
            : property.GetCustomAttribute<StringLengthAttribute>() is { } length
                ? string.Create(CultureInfo.InvariantCulture, $"{minLength} to {length.MaximumLength} characters")
                : minLength == 1 ? "text, not empty" : "";
    }

    private static string Instruments()
    {
        using var meters = new FakeMeterFactory();
        _ = new ReportingMeter(meters);
        var found = new SortedDictionary<string, Instrument>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter == meters.Only)
                {
                    found[instrument.Name] = instrument;
                }
            },
        };
        listener.Start();
        return Table(["metric", "kind", "unit", "counts"], found.Values.Select(instrument => (string[])
        [
            $"`{instrument.Name}`", instrument.GetType().Name.Split('`')[0].ToLowerInvariant(), $"`{instrument.Unit}`",
            instrument.Description!,
        ]));
    }

    private static string Table(string[] head, IEnumerable<string[]> rows) => string.Join(
        '\n',
        rows.Prepend([.. head.Select(_ => "---")]).Prepend(head).Select(
            row => "| " + string.Join(" | ", row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))) + " |"));
}
