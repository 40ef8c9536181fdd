using System.ComponentModel.DataAnnotations;
using Reporting.Activity.Records;
using Reporting.Activity.Scanning;
using Reporting.Reports;
using Reporting.Reports.Definitions;
using Reporting.Reports.Filtering;

namespace Reporting.Api.AuditLogs.Browsing;

/// <summary>Reads the events of a window of keys, counting what it takes.</summary>
internal sealed class AuditLogReader(IActivityScanner scanner, TimeProvider time)
{
    private static readonly ReportDefinition Report = ReportCatalogue.Find("audit-logs");
    private static readonly RowSchema Schema = new(AuditEvents.Table.Columns.Where(column => Report.RecordColumns.Contains(column.Name, StringComparer.Ordinal)));
    private static readonly int[] Ordinals = [.. Report.RecordColumns.Select(Schema.IndexOf)];

    /// <summary>The filters under the names and values that the catalogue writes.</summary>
    /// <exception cref="ReportQueryException">A filter or value is unknown.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Check(IReadOnlyDictionary<string, IReadOnlyList<string>> filters) =>
        ReportQueryBuilder.CheckFilters(Report, filters);

    /// <summary>Reads a window, until it is read or <paramref name="isTooMuch"/> (given matching and scanned rows so far) says so.</summary>
    public async Task<WindowRows> ReadAsync(
        IReadOnlyDictionary<string, IReadOnlyList<string>> filters, KeyRange keys, Func<int, int, bool> isTooMuch, CancellationToken cancellationToken)
    {
        long begin = time.GetTimestamp();
        RowFilter filter = RowFilter.Create(Report, filters, Schema, changed: null);
        await using IRowReader reader = scanner.Open(new ScanRequest
        {
            Table = AuditEvents.Table, Keys = keys, Schema = Schema, Filter = ServiceFilter.Create(Report, filters, changed: null),
        });
        var rows = new List<AuditLogRow>();
        int scanned = 0;
        while (await reader.LoadAsync(cancellationToken))
        {
            while (reader.TryRead())
            {
                scanned++;
                if (filter.Passes(reader.Current))
                {
                    rows.Add(new AuditLogRow(Encoding.UTF8.GetString(reader.CurrentKey), Decode(reader.Current)));
                }
            }

            if (isTooMuch(rows.Count, scanned))
            {
                return new WindowRows(rows, scanned, time.GetElapsedTime(begin), IsComplete: false);
            }
        }

        return new WindowRows(rows, scanned, time.GetElapsedTime(begin), IsComplete: true);
    }

    private static AuditLogEvent Decode(in RowView row) => new()
    {
        Id = Text(row, 0),
        Timestamp = Rfc3339.TryParse(Text(row, 1), out DateTimeOffset time) ? time : throw new InvalidDataException("An audit event has no time."),
        UserId = Text(row, 2),
        Target = Text(row, 3),
        Action = Text(row, 4),
        ActionType = Text(row, 5),
        Description = Text(row, 6),
        Outcome = Text(row, 7),
        SourceAddress = Optional(row, 8),
        UserAgent = Optional(row, 9),
        Issuer = Optional(row, 10),
        Subject = Optional(row, 11),
        Origin = Optional(row, 12),
    };

    // By the place in the record shape: id, timestamp, userId, target, action, actionType, description, outcome, sourceAddress, userAgent, issuer, subject, origin.
    private static string Text(in RowView row, int column) => Encoding.UTF8.GetString(row[Ordinals[column]]);

    private static string? Optional(in RowView row, int column) => row[Ordinals[column]].IsEmpty ? null : Text(row, column);
}

/// <summary>An event and its key in the log.</summary>
internal sealed record AuditLogRow(string Key, AuditLogEvent Event);

/// <summary>An audit event as the API shows it: the record shape of docs/formats.md.</summary>
public sealed record AuditLogEvent
{
    /// <summary>Its id; an event that is seen again has the same.</summary>
    public required string Id { get; init; }

    /// <summary>When it was attempted.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Who: an e-mail address, a token's name, or the system's.</summary>
    public required string UserId { get; init; }

    /// <summary>What was acted on.</summary>
    public required string Target { get; init; }

    /// <summary>What was done.</summary>
    public required string Action { get; init; }

    /// <summary>Kind of action.</summary>
    [AllowedValues("Create", "Read", "Update", "Delete")]
    public required string ActionType { get; init; }

    /// <summary>It in words.</summary>
    public required string Description { get; init; }

    /// <summary>How it ended; <c>Started</c> while no end is known.</summary>
    [AllowedValues("Started", "Success", "Failed")]
    public required string Outcome { get; init; }

    /// <summary>Address that the request came from.</summary>
    public string? SourceAddress { get; init; }

    /// <summary>User agent of the request.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The service's own events: issuer of the person's token.</summary>
    public string? Issuer { get; init; }

    /// <summary>The service's own events: the person's unique name at that issuer.</summary>
    public string? Subject { get; init; }

    /// <summary><c>service</c> for the service's own events, else the client that sent it; absent in events of versions that did not keep it.</summary>
    public string? Origin { get; init; }
}
