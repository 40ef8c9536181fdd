using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Reporting.Telemetry;

namespace Reporting.Tests.Architecture;

/// <summary>Operators search and alert by ids and names: docs/telemetry.md has what the code has.</summary>
public sealed partial class TelemetryDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "telemetry.md"));

    private static List<(string Id, string Row)> Events { get; } =
    [
        .. from project in new[] { "Reporting.Shared", "Reporting.Local", "Reporting.Functions" }
           from file in Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, project), "*.cs", SearchOption.AllDirectories)
           where !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
           from match in LogMessage.Matches(File.ReadAllText(file))
           select (match.Groups["id"].Value, $"| {match.Groups["id"].Value} | {match.Groups["level"].Value} | {match.Groups["text"].Value} |"),
    ];

    [Fact]
    public void Every_log_event_has_an_id_of_its_own()
    {
        Assert.InRange(Events.Count, 30, 1000);
        Assert.Empty(Events.GroupBy(one => one.Id, StringComparer.Ordinal).Where(same => same.Count() > 1).SelectMany(same => same).Select(one => one.Row));
    }

    [Fact]
    public void Every_log_event_is_listed_as_it_is()
    {
        string[] rows = [.. Document.Split('\n').Where(line => EventRow.IsMatch(line))];
        Assert.Empty(Events.Select(one => one.Row).Except(rows, StringComparer.Ordinal));
        Assert.Empty(rows.Except(Events.Select(one => one.Row), StringComparer.Ordinal));
    }

    [Fact]
    public void Every_metric_is_listed()
    {
        using var meters = new FakeMeterFactory();
        _ = new ReportingMeter(meters);
        var names = new List<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => names.AddRange(instrument.Meter == meters.Only ? [instrument.Name] : []) };
        listener.Start();

        Assert.NotEmpty(names);
        Assert.Equal(names.Order(StringComparer.Ordinal), MetricRow.Matches(Document).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("""LoggerMessage\((EventId = )?(?<id>\d+), (Level = )?LogLevel\.(?<level>\w+), (Message = )?"(?<text>([^"\\]|\\.)*)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LogMessage { get; }

    [GeneratedRegex(@"^\| \d{4} \| ", RegexOptions.None, 1000)]
    private static partial Regex EventRow { get; }

    [GeneratedRegex(@"^\| `(?<name>reporting\.[a-z.]+)` \|", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex MetricRow { get; }
}
