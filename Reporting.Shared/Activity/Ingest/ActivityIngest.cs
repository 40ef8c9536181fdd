using Microsoft.Extensions.Options;
using Reporting.Activity.Auditing;
using Reporting.Activity.Records;
using Reporting.Activity.Writing;

namespace Reporting.Activity.Ingest;

/// <summary>
/// Takes activity as NDJSON, one record a line (docs/formats.md), and writes it. Lines that are wrong are told by number; every good
/// line is stored. Sending the same lines again changes nothing.
/// </summary>
public sealed class ActivityIngest(ActivityWriter writer, IOptions<IngestOptions> options, TimeProvider time)
{
    /// <summary>Reads and writes the lines of one call of the API: at most 10,000.</summary>
    /// <inheritdoc cref="IngestAsync(RecordKind, Stream, string, IngestLimits, IProgress{long}, CancellationToken)"/>
    public Task<IngestResult> IngestAsync(RecordKind kind, Stream lines, string origin, CancellationToken cancellationToken) =>
        IngestAsync(kind, lines, origin, IngestLimits.Call, progress: null, cancellationToken);

    /// <summary>Reads and writes the lines of a stream.</summary>
    /// <param name="kind">The kind of their records.</param>
    /// <param name="lines">The lines, in UTF-8.</param>
    /// <param name="origin">The client that sends them; stands in audit events.</param>
    /// <param name="limits"><see cref="IngestLimits.Call"/> or <see cref="IngestLimits.File"/>.</param>
    /// <param name="progress">Told the lines handled so far after each portion, or null.</param>
    /// <param name="cancellationToken">Gives up; what has been written stays.</param>
    /// <exception cref="ArgumentException">The origin can be taken for the service itself.</exception>
    /// <exception cref="Azure.RequestFailedException">The service refused; sending all again is safe.</exception>
    /// <exception cref="TimeoutException">The service kept being too slow; sending all again is safe.</exception>
    public async Task<IngestResult> IngestAsync(
        RecordKind kind, Stream lines, string origin, IngestLimits limits, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentException.ThrowIfNullOrWhiteSpace(origin);
        if (ServiceNames.IsOriginImitatedBy(origin))
        {
            throw new ArgumentException($"'{origin}' can be taken for the service itself.", nameof(origin));
        }

        using var reader = new NdjsonReader(lines, IngestLimits.MaxLineBytes, limits.MaxRows);
        DateTimeOffset now = time.GetUtcNow();
        var values = new RecordValues(kind);
        var totals = new IngestTotals();
        var rows = new List<ActivityRecord>();
        var numbers = new List<long>();
        long bytes = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.Number > limits.MaxRows)
            {
                totals.Complete = false;
                totals.Refuse(new BadLine(reader.Number, "", string.Create(CultureInfo.InvariantCulture, $"A call takes at most {limits.MaxRows:N0} lines, blank ones included; this line and those after it were not read. Send them in another call.")));
                break;
            }

            totals.Received++;
            ActivityRecord? row = null;
            RecordProblem? problem = Problem(reader, kind, values);
            if (problem is null)
            {
                row = kind.Read(values, origin);
                problem = FindClaim(row, values) ?? Future(kind, values, now);
            }

            if (problem is not null)
            {
                totals.Refuse(new BadLine(reader.Number, problem.Field, problem.Message));
                continue;
            }

            rows.Add(row!);
            numbers.Add(reader.Number);
            bytes += reader.Line.Length;
            if (rows.Count == limits.PortionRows || bytes >= IngestLimits.PortionBytes)
            {
                await FlushAsync();
            }
        }

        await FlushAsync();
        return totals.ToResult();

        async Task FlushAsync()
        {
            totals.Add(rows.Count == 0 ? new WriteResult(0, 0, 0, []) : await writer.WriteAsync(kind, rows, cancellationToken), numbers);
            progress?.Report(totals.Received);
            rows.Clear();
            numbers.Clear();
            bytes = 0;
        }
    }

    // Only audit events have names that are kept for the service.
    private static RecordProblem? FindClaim(ActivityRecord row, RecordValues values) =>
        row is AuditEvent audited ? ServiceNames.FindClaim(audited, values.ClaimedClient()) : null;

    // A row's latest state is the one with the latest time: one from the far future would stay for good.
    private RecordProblem? Future(RecordKind kind, RecordValues values, DateTimeOffset now)
    {
        int minutes = options.Value.MaxFutureMinutes;
        return now < DateTimeOffset.MaxValue.AddMinutes(-minutes) && values.FindLater(now.AddMinutes(minutes)) is >= 0 and int late
            ? new RecordProblem(kind.LineFields[late].Name, string.Create(CultureInfo.InvariantCulture, $"is {Rfc3339.Format(values.Time(late))}, more than {minutes:N0} minutes ahead of the service's clock, {Rfc3339.Format(now)} (setting Ingest:MaxFutureMinutes)"))
            : null;
    }

    private static RecordProblem? Problem(NdjsonReader reader, RecordKind kind, RecordValues values) => reader.IsTooLong
        ? new RecordProblem("", string.Create(CultureInfo.InvariantCulture, $"The line is longer than {IngestLimits.MaxLineBytes:N0} bytes."))
        : LineParser.Parse(reader.Line.Span, kind, values);
}

/// <summary>How much one call takes, and in what portions it is written.</summary>
/// <param name="MaxRows">Lines of a call, blank ones included; those behind are not read.</param>
/// <param name="PortionRows">Rows that are folded and written together.</param>
public sealed record IngestLimits(long MaxRows, int PortionRows)
{
    /// <summary>Bytes of a line without its line end: a text of 32,768 units, each written <c>\uXXXX</c>, and room for the other fields.</summary>
    public const int MaxLineBytes = 198_000;

    /// <summary>Bytes of lines after which a portion is written, whatever its rows.</summary>
    public const int PortionBytes = 16 * 1024 * 1024;

    /// <summary>A call of the API: 10,000 rows, written together.</summary>
    public static IngestLimits Call { get; } = new(10_000, 10_000);

    /// <summary>A file of any length.</summary>
    public static IngestLimits File { get; } = new(long.MaxValue, 2_000);
}
