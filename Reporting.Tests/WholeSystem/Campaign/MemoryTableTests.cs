using System.Text;
using Reporting.Activity.Buckets;
using Reporting.Activity.Keys;
using Reporting.Activity.Records;
using Reporting.Activity.Scanning;
using Reporting.Rows;
using Reporting.Storage;
using Reporting.Tests.Activity;
using Reporting.Tests.Faults;
using Reporting.Tests.Storage;

namespace Reporting.Tests.WholeSystem.Campaign;

/// <summary>The table in memory answers what Azurite answers; else campaigns that read from it would show nothing.</summary>
public sealed class MemoryTableTests(AzuriteServer azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Scans_read_the_same_rows_from_memory_as_from_Azurite()
    {
        var log = new CampaignLog(LongTests.Enabled ? 700 : 400);
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);
        await rig.Writer.WriteAsync([.. log.Events], Cancellation);
        MemoryTable memory = log.ToMemory();
        await using FaultProxy proxy = await FaultProxy.StartAsync(rig.ConnectionString, Cancellation);
        proxy.Substitute = memory.Answer;
        ReportingStorage fromMemory = ReportingStorageFactory.Create(proxy.ConnectionString);
        KeyRange[] ranges =
        [
            KeyRange.OfTimes(CampaignLog.Start, CampaignLog.End),
            KeyRange.OfTimes(CampaignLog.Start.AddMinutes(90), CampaignLog.Start.AddMinutes(1234)),
            KeyRange.OfTimes(CampaignLog.Start.AddMinutes(61), CampaignLog.Start.AddMinutes(90)),
            KeyRange.OfTimes(CampaignLog.Start.AddHours(3), CampaignLog.Start.AddHours(4)),
            KeyRange.OfTimes(CampaignLog.Start, CampaignLog.End).After(ActivityKeys.AuditEventRow(log.Events[123].Timestamp, log.Events[123].Id)),
        ];
        foreach (KeyRange range in ranges)
        {
            List<string> expected = await ReadAsync(rig.Storage, range);
            Assert.NotEmpty(expected);
            Assert.Equal(expected, await ReadAsync(fromMemory, range));
        }

        Assert.True(memory.Pages > ranges.Length, "The pages did not come from memory.");
    }

    private static async Task<List<string>> ReadAsync(ReportingStorage storage, KeyRange range)
    {
        var schema = new RowSchema(AuditEvents.Table.Columns[..10]);
        await using IRowReader reader = new ActivityScanner(storage, new BucketSettings(storage, TimeProvider.System)).Open(new ScanRequest { Table = AuditEvents.Table, Keys = range, Schema = schema, PageSize = 50 });
        var rows = new List<string>();
        while (await reader.LoadAsync(Cancellation))
        {
            while (reader.TryRead())
            {
                rows.Add(Describe(reader, schema.Columns.Length));
            }
        }

        return rows;
    }

    private static string Describe(IRowReader reader, int columns)
    {
        var text = new StringBuilder(Encoding.UTF8.GetString(reader.CurrentKey));
        for (int column = 0; column < columns; column++)
        {
            text.Append('|').Append(Encoding.UTF8.GetString(reader.Current[column]));
        }

        return text.ToString();
    }
}
