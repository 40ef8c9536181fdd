using Reporting.Exports;
using Reporting.Exports.Slices;
using Reporting.Formats;
using Reporting.Reports;
using Reporting.Reports.Definitions;

namespace Reporting.Tests.Exports.Slices;

public sealed class SliceColumnsTests
{
    private static readonly ReportDefinition Report = ReportCatalogue.Find("audit-logs");

    // A job's row as version 0.1.0 wrote it: an update while its slices are written must not change its columns half way.
    private const string OfVersion1 =
        """{"report":"audit-logs","format":"CSV","since":"0001-01-01T00:00:00+00:00","until":"2026-01-28T00:00:00+00:00","columns":[],"filters":{},"first":0,"gzip":false,"bom":false,"spreadsheetSafe":false}""";

    [Fact]
    public void An_export_asked_for_under_an_earlier_schema_has_the_columns_of_then()
    {
        ExportRequest request = JsonSerializer.Deserialize(OfVersion1, ExportsJson.Default.ExportRequest)!;

        Assert.Equal(1, SliceColumns.VersionOf(request));
        Assert.Equal(["userId", "target", "actionType", "action", "description", "timestamp", "outcome"], SliceColumns.Shown(Report, new CsvFormat(), request).Select(column => column.Name));
        Assert.Equal(
            ["id", "timestamp", "userId", "target", "action", "actionType", "description", "outcome", "sourceAddress", "userAgent"],
            SliceColumns.Shown(Report, new JsonLinesFormat(), request).Select(column => column.Name));
    }

    [Fact]
    public void One_asked_for_now_has_those_of_now_behind_them()
    {
        ExportRequest request = JsonSerializer.Deserialize(OfVersion1, ExportsJson.Default.ExportRequest)! with { SchemaVersion = Report.SchemaVersion };

        Assert.Equal(2, SliceColumns.VersionOf(request));
        Assert.Equal("origin", SliceColumns.Shown(Report, new CsvFormat(), request)[7].Name);
        Assert.Equal(["issuer", "subject", "origin"], SliceColumns.Shown(Report, new JsonLinesFormat(), request).Skip(10).Select(column => column.Name));
        Assert.Equal(13, SliceColumns.Shown(Report, new OcsfFormat(), request).Count);
        Assert.Equal(["outcome", "origin"], SliceColumns.Shown(Report, new CsvFormat(), request with { SchemaVersion = null, Columns = ["outcome", "origin"] }).Select(column => column.Name));
    }
}
