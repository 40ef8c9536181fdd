using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Reporting.Activity;
using Reporting.Exports;
using Reporting.Exports.Requests;
using Reporting.Reports.Definitions;

namespace Reporting.Schedules.Requests;

/// <summary>Validates a schedule's input and returns its definition, or every problem. The export's own fields are validated as for any export.</summary>
public sealed class ScheduleValidator(ExportRequestValidator exports, IOptions<IngestOptions> ingest)
{
    private const int DefaultLagMinutes = 5;
    private const int LongestLagMinutes = 1440;

    // A property of a row holds 32,768 UTF-16 units (Table service).
    private const int LongestDefinition = 32_000;

    /// <summary>Checks an input that came in at <paramref name="now"/> (UTC).</summary>
    public ScheduleValidation Validate(ScheduleInput input, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(input);
        ExportRequestValidation export = exports.Validate(ExportOf(input), now);
        List<ExportProblem> problems = [.. export.Problems];
        (string cron, string timeZone) = SlotTimes.Check(input, now, problems);
        ScheduleOver over = OverOf(input, problems);
        int lag = LagOf(input, problems);
        if (input.Since > now)
        {
            problems.Add(new("since", "since lies in the future; nothing has changed then yet."));
        }

        if (problems.Count > 0)
        {
            return new(null, problems);
        }

        ExportRequest request = export.Request!;
        var definition = new ScheduleDefinition
        {
            Report = request.Report, Format = request.Format, Columns = request.Columns, Filters = request.Filters, Gzip = request.Gzip, Bom = request.Bom,
            SpreadsheetSafe = request.SpreadsheetSafe, Cron = cron, TimeZone = timeZone, Over = over, LagMinutes = lag, IsPaused = input.IsPaused,
        };
        return JsonSerializer.Serialize(definition, SchedulesJson.Default.ScheduleDefinition).Length <= LongestDefinition
            ? new(definition, [])
            : new(null, [new("filters", "The columns and filters together are too long; take fewer values.")]);
    }

    private static ExportInput ExportOf(ScheduleInput input) => new()
    {
        Report = input.Report, Format = input.Format, Columns = input.Columns, Filters = input.Filters, Compression = input.Compression, Bom = input.Bom,
        SpreadsheetSafe = input.SpreadsheetSafe,
    };

    private static ScheduleOver OverOf(ScheduleInput input, List<ExportProblem> problems)
    {
        for (int index = 0; index < ScheduleNames.Over.Count; index++)
        {
            if (string.Equals(input.Over ?? ScheduleNames.Over[0], ScheduleNames.Over[index], StringComparison.Ordinal))
            {
                return (ScheduleOver)index;
            }
        }

        problems.Add(new("over", $"over must be {string.Join(" or ", ScheduleNames.Over)}."));
        return default;
    }

    /// <summary>A window must have ended for so long that every row in it has its final time of change.</summary>
    private int LagOf(ScheduleInput input, List<ExportProblem> problems)
    {
        long least = (ingest.Value.MaxWriteSeconds + 59) / 60;
        long lag = input.LagMinutes ?? Math.Max(DefaultLagMinutes, least);
        if (lag < least || lag > LongestLagMinutes)
        {
            problems.Add(new("lagMinutes", string.Create(CultureInfo.InvariantCulture, $"lagMinutes must be from {least} to {LongestLagMinutes}.")));
        }

        return (int)Math.Clamp(lag, 1, LongestLagMinutes);
    }
}

/// <summary>The result of validation: the definition, or the problems.</summary>
/// <param name="Definition">The definition, checked and complete; null when there are problems.</param>
/// <param name="Problems">Everything that is wrong, by the API's names of the fields.</param>
public sealed record ScheduleValidation(ScheduleDefinition? Definition, IReadOnlyList<ExportProblem> Problems);

/// <summary>A schedule as the API receives it; only the kinds of the fields are checked.</summary>
/// <example>{"report":"usage","format":"CSV","cron":"0 2 * * *","timeZone":"Europe/Berlin"}</example>
public sealed record ScheduleInput
{
    /// <summary>Name of the report.</summary>
    [Required]
    [ReportNames]
    public string? Report { get; init; }

    /// <summary>Name of the format, one of the report's; its first one when absent.</summary>
    [FormatNames]
    public string? Format { get; init; }

    /// <summary>Column names in the order wanted; absent or empty for the report's default ones.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Filter name to values of which one must match.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Filters { get; init; }

    /// <summary>How the file is compressed; <c>none</c> when absent.</summary>
    [AllowedValues("gzip", "none")]
    public string? Compression { get; init; }

    /// <summary>CSV: begin with a byte order mark.</summary>
    public bool Bom { get; init; }

    /// <summary>CSV: put <c>'</c> before text that a spreadsheet would run as a formula.</summary>
    public bool SpreadsheetSafe { get; init; }

    /// <summary>When it is due: minute, hour, day of the month, month, day of the week.</summary>
    [Required]
    [StringLength(200)]
    public string? Cron { get; init; }

    /// <summary>The zone on whose clocks, by its name in the tz database; <c>UTC</c> when absent.</summary>
    public string? TimeZone { get; init; }

    /// <summary><c>changedAt</c>: each file holds what changed since the file before. <c>eventTime</c>: what happened since. The first when absent.</summary>
    [AllowedValues("changedAt", "eventTime")]
    public string? Over { get; init; }

    /// <summary>Minutes by which a window ends before its slot, not less than <c>Ingest:MaxWriteSeconds</c>; 5 when absent.</summary>
    [Range(1, 1440)]
    public long? LagMinutes { get; init; }

    /// <summary>Whether it is paused.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Where the next window begins, UTC; when absent, now for a new schedule, and where the last file ended for one that is there.</summary>
    public DateTimeOffset? Since { get; init; }
}
