using System.Net.Http.Json;
using Reporting.Exports.Manifests;
using Reporting.Storage;
using Reporting.Tests.Schedules;

namespace Reporting.Tests.WholeSystem.Soak;

/// <summary>A schedule that delivers all audit events every minute, whichever of the hosts lives.</summary>
internal sealed class SoakSchedule(HttpClient client, ReportingStorage storage)
{
    private const string Name = "soak";
    private const string Address = "/api/schedules/" + Name;

    /// <summary>Makes it. What is delivered ends a minute before its slot, the least there is.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        var schedule = new { report = "audit-logs", format = "JSONL", cron = "* * * * *", timeZone = "Etc/UTC", lagMinutes = 1 };
        using HttpResponseMessage made = await client.PutAsJsonAsync(Address, schedule, cancellationToken);
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>
    /// Waits until all rows that changed before a time are delivered; the ids in all files together, each as often as it stands there, after the whole chain was
    /// found unbroken up to its head, without gaps, and every file as signed.
    /// </summary>
    public async Task<(int Slots, List<string> Ids)> DeliveredAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        JsonElement schedule;
        while (true)
        {
            schedule = await client.GetFromJsonAsync<JsonElement>(Address, cancellationToken);
            if (schedule.GetProperty("windowStart").GetDateTimeOffset() >= until)
            {
                break;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
        }

        // No more slots, so that what is read is what the head stands for.
        using HttpResponseMessage paused = await client.PutAsJsonAsync(Address, With(schedule, "isPaused", true), cancellationToken);
        Assert.True(paused.IsSuccessStatusCode, await paused.Content.ReadAsStringAsync(cancellationToken));
        do
        {
            schedule = await client.GetFromJsonAsync<JsonElement>(Address, cancellationToken);
        }
        while (schedule.TryGetProperty("running", out _));

        var keys = ManifestKeySet.Parse(await client.GetByteArrayAsync("/api/manifest-keys", cancellationToken));
        DeliveredChain delivered = await DeliveredChain.ReadAsync(storage, Name, cancellationToken);
        List<Manifest> manifests = await delivered.VerifiedAsync(keys, schedule.GetProperty("headManifestSha256").GetString(), cancellationToken);
        Assert.DoesNotContain(manifests, manifest => manifest.Kind == Manifest.Gap);
        Assert.Equal(manifests.Count, manifests.Select(manifest => manifest.Schedule).Distinct().Count());
        var ids = delivered.Signed.SelectMany(signed => SoakLedger.IdsIn(Encoding.UTF8.GetString(delivered.FileOf(signed)))).ToList();
        return (manifests.Count, ids);
    }

    private static Dictionary<string, object> With(JsonElement schedule, string name, object value) =>
        new(schedule.EnumerateObject().ToDictionary(property => property.Name, property => (object)property.Value, StringComparer.Ordinal), StringComparer.Ordinal) { [name] = value };
}
