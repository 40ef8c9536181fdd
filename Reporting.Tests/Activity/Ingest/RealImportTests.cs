using Azure.Data.Tables;
using Reporting.Activity;
using Reporting.Activity.Counts;
using Reporting.Activity.Ingest;
using Reporting.Activity.Records;
using Reporting.Rows;

namespace Reporting.Tests.Activity.Ingest;

public sealed class RealImportTests(AzuriteServer azurite)
{
    [Theory]
    [InlineData("reciperuns", SharedData.RecipeRuns, 7_872)]
    [InlineData("commits", SharedData.Commits, 4_569)]
    [InlineData("auditevents", SharedData.AuditEvents, 14_237)]
    public async Task Real_activity_is_stored_whole_once_and_a_second_time_changes_nothing(string tableName, string file, int rows)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        List<JsonElement> input = SharedData.Read(file);
        if (!LongTests.Enabled)
        {
            input = input[..500];
            rows = 500;
        }

        ActivityTable table = Table(tableName);
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, options: new IngestOptions { MaxWriteSeconds = 600 }); // However busy Azurite is with other tests.
        IngestResult first = await rig.Ingest.IngestAsync(table.Kind, Lines(input), "platform", IngestLimits.File, null, cancellationToken);
        Assert.Equal((rows, rows, 0, true), (first.Received, first.Inserted, first.Refused, first.Complete));
        List<string> stored = await rig.ContentAsync(table);
        Assert.Equal(rows, stored.Count);
        AssertHolds(table, await rig.RowsAsync(table), input);

        IReadOnlyList<HourCount> counts = await rig.Counts.ReadAsync(table, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100), cancellationToken);
        Assert.Equal(rows, counts.Sum(hour => hour.Total));
        Assert.Equal(rows, counts.Sum(hour => hour.Minutes.Sum()));

        JsonElement[] shuffled = [.. input];
        new Random(7).Shuffle(shuffled);
        IngestResult again = await rig.Another().Ingest.IngestAsync(table.Kind, Lines(shuffled), "platform", IngestLimits.File, null, cancellationToken);
        Assert.Equal((rows, 0, 0, rows), (again.Received, again.Inserted, again.Replaced, again.Unchanged));
        Assert.Equal(stored, await rig.ContentAsync(table));
    }

    private static ActivityTable Table(string name) =>
        RecordKinds.Tables.Single(table => string.Equals(table.Name, name, StringComparison.Ordinal));

    private static MemoryStream Lines(IEnumerable<JsonElement> rows) => new(Encoding.UTF8.GetBytes(string.Join('\n', rows.Select(row => row.GetRawText()))));

    // Columns that a line gives; the others are set by the service.
    private static IEnumerable<RowColumn> Given(ActivityTable table) => table.Kind.Fields.Where(field => field.Source == FieldSource.Line).Select(field => field.Column);

    // Every input row, every column, found by the row's own words.
    private static void AssertHolds(ActivityTable table, List<TableEntity> stored, List<JsonElement> input)
    {
        HashSet<string> rows = [.. stored.Select(row => string.Join('\u001f', Given(table).Select(column => Convert.ToString(StoredValue.Get(row, column.Name), System.Globalization.CultureInfo.InvariantCulture))))];
        Assert.All(input, line => Assert.Contains(string.Join('\u001f', Given(table).Select(column => line.GetProperty(column.Name).ToString())), rows));
    }
}
