using Reporting.Exports;
using Reporting.Exports.Requests;
using Reporting.Formats;
using Reporting.Reports.Definitions;

namespace Reporting.Tests.Exports.Requests;

public sealed class ExportRequestValidatorTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 10, 15, 0, 123, TimeSpan.Zero);
    private readonly ExportRequestValidator _validator = new(new FormatCatalogue([new CsvFormat(), new CefFormat(), new JsonLinesFormat()]));

    [Fact]
    public void Everything_is_filled_in()
    {
        ExportRequest request = Accept(new ExportInput { Report = "AUDIT-logs", Format = "csv", Columns = ["Time", "userId"], Compression = "gzip" });

        Assert.Equal(("audit-logs", "CSV", true), (request.Report, request.Format, request.Gzip));
        Assert.Equal((DateTimeOffset.MinValue, s_now), (request.Since, request.Until));
        Assert.Equal(["timestamp", "userId"], request.Columns);
    }

    [Fact]
    public void The_range_is_the_one_given_and_ends_with_the_request_when_none_is()
    {
        Assert.Equal(s_now, Accept(Input()).Until);
        Assert.Equal(s_now.AddYears(1), Accept(Input() with { Until = s_now.AddYears(1) }).Until);
        Assert.Equal(s_now.AddMinutes(1), Accept(Input() with { Since = s_now.AddMinutes(1), Until = s_now.AddYears(1) }).Since);
        Assert.Equal(s_now.AddHours(-1), Accept(Input() with { Until = s_now.AddHours(-1) }).Until);
        Assert.Equal(s_now, Accept(Input() with { Since = s_now }).Since);
    }

    [Fact]
    public void An_export_of_changes_takes_events_of_whatever_time_unless_an_end_is_named()
    {
        ExportInput changes = Input() with { ChangedSince = s_now.AddDays(-1) };

        Assert.Equal(ExportTime.Unbounded, Accept(changes).Until);
        Assert.Equal(s_now.AddYears(1), Accept(changes with { Until = s_now.AddYears(1) }).Until);
    }

    [Fact]
    public void Bounds_between_milliseconds_mean_the_next_one()
    {
        DateTimeOffset since = s_now.AddDays(-1).AddTicks(1);
        Assert.Equal(s_now.AddDays(-1).AddMilliseconds(1), Accept(Input() with { Since = since }).Since);
    }

    [Fact]
    public void What_is_wrong_is_told_with_its_field_and_all_at_once()
    {
        ExportRequestValidation result = _validator.Validate(
            Input() with { Since = s_now, Until = s_now.AddDays(-1), First = -1, Compression = "zip", Columns = ["nope"], Filters = Filter("nope", "x") }, s_now);

        Assert.Null(result.Request);
        Assert.Equal(["since", "compression", "first", "columns", "filters"], result.Problems.Select(problem => problem.Field));
    }

    [Fact]
    public void Each_of_these_is_refused()
    {
        AssertRefused("report", new ExportInput());
        AssertRefused("report", new ExportInput { Report = "nope" });
        AssertRefused("format", Input() with { Format = "XML" });
        AssertRefused("format", new ExportInput { Report = "usage", Format = "CEF" });
        AssertRefused("since", Input() with { Since = s_now.AddMinutes(1) });
        AssertRefused("changedUntil", Input() with { ChangedUntil = s_now });
        AssertRefused("changedSince", Input() with { ChangedSince = s_now, ChangedUntil = s_now.AddMinutes(-1) });
        AssertRefused("changedSince", Input() with { ChangedSince = s_now.AddMinutes(1) });
        AssertRefused("columns", Input() with { Format = "CEF", Columns = ["userId"] });
        AssertRefused("columns", Input() with { Format = "CEF", Columns = [.. ReportCatalogue.Find("audit-logs").RecordColumns] });
        AssertRefused("columns", Input() with { Columns = ["userId", "User"] });
        AssertRefused("bom", Input() with { Format = "JSONL", Bom = true });
        AssertRefused("spreadsheetSafe", Input() with { Format = "CEF", SpreadsheetSafe = true });
        AssertRefused("filters", Input() with { Filters = Filter("user") });
        AssertRefused("filters", Input() with { Filters = Filter("outcome", "Maybe") });
    }

    private static ExportInput Input() => new() { Report = "audit-logs", Format = "CSV" };

    private static Dictionary<string, IReadOnlyList<string>> Filter(string name, params string[] values) => new(StringComparer.Ordinal) { [name] = values };

    private ExportRequest Accept(ExportInput input)
    {
        ExportRequestValidation result = _validator.Validate(input, s_now);
        Assert.Empty(result.Problems);
        return result.Request!;
    }

    private void AssertRefused(string field, ExportInput input)
    {
        ExportRequestValidation result = _validator.Validate(input, s_now);
        Assert.Null(result.Request);
        Assert.Equal(field, Assert.Single(result.Problems).Field);
        Assert.EndsWith(".", result.Problems[0].Message, StringComparison.Ordinal);
    }
}
