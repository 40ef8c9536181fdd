using Microsoft.Extensions.Options;
using Reporting.Activity;
using Reporting.Activity.Counts;
using Reporting.Activity.Keys;
using Reporting.Activity.Retention;
using Reporting.Activity.Scanning;
using Reporting.Reports;
using Reporting.Reports.Changes;
using Reporting.Reports.Definitions;

namespace Reporting.Exports.Planning;

/// <summary>Makes the plan of an export: fixes its range and watermark and cuts it into slices by how many rows were written where.</summary>
internal sealed class ExportPlanner(
    HourCounts counts, ChangedWindows windows, Watermark watermark, ActivityAvailability availability, IOptions<ExportsOptions> options, TimeProvider time)
{
    /// <summary>An hour is looked at by the minute when it holds this part of a slice or more.</summary>
    private const int HeavyPart = 8;

    public async Task<StoredPlan> PlanAsync(ExportRequest request, CancellationToken cancellationToken)
    {
        ReportDefinition report = ReportCatalogue.Find(request.Report);
        DateTimeOffset now = ExportTime.Truncate(time.GetUtcNow());
        DateTimeOffset complete = watermark.At(now);
        DateTimeOffset? availableFrom = await availability.GetAsync(now, cancellationToken);
        DateTimeOffset since = availableFrom > request.Since ? availableFrom.Value : request.Since;
        DateTimeOffset until = request.Until > since ? request.Until : since;
        ChangedRange? changed = ChangedOf(request, complete);
        IReadOnlyList<TickRange> ranges = changed is null
            ? [new TickRange(since.UtcTicks, until.UtcTicks)]
            : await FindChangedAsync(report, changed, since, until, cancellationToken);
        IReadOnlyList<HourCount> hours = ranges.Count == 0 || until <= since
            ? []
            : await counts.ReadAsync(report.Tables[0], Start(ranges), new DateTimeOffset(ranges[^1].To, TimeSpan.Zero), cancellationToken);
        int window = request.First > 0 ? options.Value.FirstWindow : options.Value.Window;
        return new StoredPlan
        {
            PlannedAt = now, Watermark = complete, AvailableFrom = availableFrom, Since = since, Until = until, Changed = changed, Window = window,
            Slices = Slice(ranges, hours, window),
        };
    }

    private IReadOnlyList<PlannedSlice> Slice(IReadOnlyList<TickRange> ranges, IReadOnlyList<HourCount> hours, int window)
    {
        ExportsOptions settings = options.Value;
        IReadOnlyList<WeightedSpan> spans = RangeWeights.Of(hours, ranges, Math.Max(1, Math.Min(settings.SliceRows, settings.MinSliceRows) / HeavyPart));
        int count = SlicePlanner.CountFor(spans.Sum(span => span.Rows), settings.SliceRows, settings.MinSliceRows, window);
        IReadOnlyList<PlannedSlice> slices = SlicePlanner.CutIntoSlices(ranges, spans, count);

        // Nothing to read is a slice too: it writes the file's header.
        return slices.Count > 0 ? slices : [new PlannedSlice([], 0)];
    }

    private static ChangedRange? ChangedOf(ExportRequest request, DateTimeOffset complete)
    {
        if (request.ChangedSince is not { } since)
        {
            return null;
        }

        DateTimeOffset until = request.ChangedUntil < complete ? request.ChangedUntil.Value : complete;
        return new ChangedRange(since, until > since ? until : since);
    }

    private async Task<IReadOnlyList<TickRange>> FindChangedAsync(
        ReportDefinition report, ChangedRange changed, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken) =>
    [
        .. KeyWindow.Merge(await windows.FindAsync(report, changed, cancellationToken))
            .Select(keys => new TickRange(Math.Max(KeyTicks.Of(keys.From), since.UtcTicks), Math.Min(KeyTicks.Of(keys.To), until.UtcTicks)))
            .Where(range => range.To > range.From),
    ];

    private static DateTimeOffset Start(IReadOnlyList<TickRange> ranges) => new(ranges[0].From, TimeSpan.Zero);
}

/// <summary>A slice of an export: what to read, in order.</summary>
/// <param name="Ranges">The keys, apart from each other and ascending. One range, except where only changed rows are wanted.</param>
/// <param name="EstimatedRows">About how many rows it has.</param>
public sealed record PlannedSlice(IReadOnlyList<KeyRange> Ranges, long EstimatedRows);

/// <summary>A range of event time in UTC ticks.</summary>
/// <param name="From">Start, inclusive.</param>
/// <param name="To">End, exclusive.</param>
public readonly record struct TickRange(long From, long To);
