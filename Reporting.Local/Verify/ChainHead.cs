using System.Text.Json;
using System.Text.RegularExpressions;
using Reporting.Activity.Auditing;
using Reporting.Exports.Manifests;
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
    /// <param name="folder">The chain's folder: its manifests name the schedule.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UserErrorException">The file cannot be read, or holds no delivery of the schedule by the service.</exception>
    public static async Task<string?> ReadAsync(string? value, string folder, CancellationToken cancellationToken)
    {
        if (value is null || Sha256().IsMatch(value))
        {
            return value;
        }

        string schedule = await ScheduleOfAsync(folder, cancellationToken);
        (DateTimeOffset At, string Sha256)? newest = null;
        int foreign = 0;
        await using Stream stream = ManifestFiles.Open(value);
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

    // Unchecked so far: a false name finds no delivery, or one that the chain then does not end with.
    private static async Task<string> ScheduleOfAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            throw new UserErrorException($"There is no folder {folder} (--chain).");
        }

        foreach (string path in Directory.EnumerateFiles(folder, "*manifest.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            SignedManifest manifest = await ManifestFiles.ReadAsync(path, Path.GetRelativePath(folder, path), cancellationToken);
            if (TryParse(manifest)?.Schedule is { } slot && slot.IndexOf('/', StringComparison.Ordinal) is > 0 and int end)
            {
                return slot[..end];
            }
        }

        throw new UserErrorException($"No manifest below {folder} (--chain) names a schedule, so no delivery can be looked for (--head).");
    }

    private static Manifest? TryParse(SignedManifest manifest)
    {
        try
        {
            return Manifest.Parse(manifest.Content.Span);
        }
        catch (JsonException)
        {
            return null; // The chain's check says what is wrong with it.
        }
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
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    [GeneratedRegex("^[0-9a-fA-F]{64}$")]
    private static partial Regex Sha256();

    // What SlotDelivery and GapDelivery write.
    [GeneratedRegex(" of schedule (?<schedule>[^/ ]+)/.* [Mm]anifest (?<sha256>[0-9a-f]{64})$", RegexOptions.Singleline)]
    private static partial Regex Said();
}
