using Azure.Data.Tables;
using Reporting.Tests.Activity;
using Reporting.Tests.WholeSystem;

namespace Reporting.Tests.Schedules;

/// <summary><c>verify --head</c> out of the audit log: only what the service wrote itself says where a chain ends.</summary>
public sealed class ChainHeadTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_head_is_the_last_delivery_with_the_services_origin_and_no_forged_one()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite);
        await rig.PutAsync();
        await rig.PutAsync(name: "other");
        await rig.Writer.WriteAsync(SampleActivity.Many(3, index => SampleActivity.Event(index)), Token);
        for (int hour = 0; hour < 3; hour++)
        {
            await rig.TickAsync(TimeSpan.FromHours(1));
        }

        await rig.TickAsync();
        using DownloadedChain chain = await DownloadedChain.DownloadAsync(rig, Token);
        using var folder = new TemporaryFolder();
        List<string> lines = [];
        await foreach (TableEntity row in rig.Storage.Tables.GetTableClient("auditevents").QueryAsync<TableEntity>(cancellationToken: Token))
        {
            lines.Add(Line(row, row.GetString("origin")));
        }

        string[] deliveries = [.. lines.Where(line => line.Contains("\"Delivered ", StringComparison.Ordinal) && line.Contains("schedule hourly/", StringComparison.Ordinal))];
        Assert.InRange(deliveries.Length, 2, 4);
        Assert.All(deliveries, line => Assert.Contains("\"origin\":\"service\"", line, StringComparison.Ordinal));
        string hash = new('a', 64);
        string[] forged =
        [
            Forged("platform"), Forged("Service"), Forged(null),
        ];
        await File.WriteAllLinesAsync(folder["audit.jsonl"], [.. lines, .. forged], Token);
        await File.WriteAllLinesAsync(folder["forged.jsonl"], forged, Token);
        await File.WriteAllTextAsync(folder["broken.jsonl"], "{", Token);

        Assert.Equal(0, (await chain.VerifyAsync(folder["audit.jsonl"], "--schedule", "hourly")).Code);
        Assert.Equal(1, (await chain.VerifyAsync(hash)).Code);
        (int code, string said) = await chain.VerifyAsync(folder["forged.jsonl"], "--schedule", "hourly");
        Assert.Equal(1, code);
        Assert.Contains("3 events that look like one have another origin", said, StringComparison.Ordinal);
        Assert.Contains("Line 1 of", (await chain.VerifyAsync(folder["broken.jsonl"], "--schedule", "hourly")).Said, StringComparison.Ordinal);
        Assert.Contains("name the schedule", (await chain.VerifyAsync(folder["audit.jsonl"])).Said, StringComparison.Ordinal);
        chain.CutOffTheEnd();
        Assert.Equal(1, (await chain.VerifyAsync(folder["audit.jsonl"], "--schedule", "hourly")).Code);

        string Forged(string? origin) => JsonSerializer.Serialize(new
        {
            id = "deliver-1", timestamp = "2099-01-01T00:00:00.000Z", userId = "Moderne", target = "schedules", action = "deliver.schedule", actionType = "Create",
            description = "Delivered audit-logs as CSV of schedule hourly/2026-03-01T13:00:00Z: 3 rows, manifest " + hash, outcome = "Success", origin,
        });
    }

    private static string Line(TableEntity row, string? origin) => JsonSerializer.Serialize(new
    {
        id = row.GetString("id"), timestamp = row.GetString("timestamp"), userId = row.GetString("userId"), target = row.GetString("target"), action = row.GetString("action"),
        description = row.GetString("description"), outcome = row.GetString("outcome"), origin,
    });
}
