using System.Text.RegularExpressions;
using Reporting.Activity.Auditing;
using Reporting.Local.CommandLine;
using Reporting.Rows;

namespace Reporting.Local.Verify;

/// <summary>
/// What the newest manifest of a chain should be, given as its hash or as a file of audit events. Of those only deliveries that the service wrote itself count:
/// anything else could have been written by a client.
/// </summary>
/// <example><c>{"timestamp":"2026-11-28T02:00:09.000Z",...,"action":"deliver.schedule","description":"Delivered usage as CSV of schedule daily/2026-11-28T02:00:00Z: 5 rows, manifest 4e49...","origin":"service"}</c></example>
internal static partial class ChainHead
{
    /// <summary>The hash; null when none was given.</summary>
    /// <param name="value">64 hex digits, or the name of a file of audit events, one JSON object a line.</param>
    /// <param name="schedule">The schedule whose deliveries count, or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UserErrorException">The file cannot be read, or holds no delivery of the schedule by the service.</exception>
    public static async Task<string?> ReadAsync(string? value, string? schedule, CancellationToken cancellationToken)
    {
        if (value is null || Sha256().IsMatch(value))
        {
            return value;
        }

        if (schedule is null)
        {
            throw new UserErrorException($"'{value}' (--head) is no SHA-256 of 64 hex digits. If it is a file of audit events, name the schedule whose deliveries count (--schedule).");
        }

        (DateTimeOffset At, string Sha256)? newest = null;
        int foreign = 0;
        await using Stream stream = DownloadedFiles.Open(value);
        using var reader = new StreamReader(stream);
        for (int number = 1; await reader.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line) || Delivery(line, schedule, value, number) is not { } delivery)
            {
                continue;
            }

            if (!delivery.IsOwn)
            {
                foreign++;
            }
            else if (newest is null || delivery.At > newest.Value.At)
            {
                newest = (delivery.At, delivery.Sha256);
            }
        }

        return newest?.Sha256 ?? throw new UserErrorException(
            $"{value} (--head) holds no delivery of the schedule {schedule} with the origin '{ServiceNames.Origin}'."
            + (foreign == 0 ? "" : FormattableString.Invariant($" {foreign} events that look like one have another origin, or none, and do not count.")));
    }

    private static (DateTimeOffset At, string Sha256, bool IsOwn)? Delivery(string line, string schedule, string file, int number)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement item = document.RootElement;
            if (Text(item, "target") != AuditedAction.Schedules || Text(item, "action") != AuditedAction.DeliverSchedule.Action || !Rfc3339.TryParse(Text(item, "timestamp"), out DateTimeOffset at))
            {
                return null;
            }

            Match said = Said().Match(Text(item, "description"));
            return said.Success && string.Equals(said.Groups["schedule"].Value, schedule, StringComparison.Ordinal)
                ? (at, said.Groups["sha256"].Value, string.Equals(Text(item, "origin"), ServiceNames.Origin, StringComparison.Ordinal))
                : null;
        }
        catch (JsonException exception)
        {
            throw new UserErrorException(FormattableString.Invariant($"Line {number} of {file} (--head) is no audit event in JSON; export or read the audit log as JSONL."), exception);
        }
    }

    private static string Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    [GeneratedRegex("^[0-9a-fA-F]{64}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sha256();

    // What SlotDelivery and GapDelivery write.
    [GeneratedRegex(" of schedule (?<schedule>[^/ ]+)/.* [Mm]anifest (?<sha256>[0-9a-f]{64})$", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Said();
}
