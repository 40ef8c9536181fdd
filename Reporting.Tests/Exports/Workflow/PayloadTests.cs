using Reporting.Exports.Slices;
using Reporting.Exports.Workflow;

namespace Reporting.Tests.Exports.Workflow;

/// <summary>Payloads stay under 16 KB, which durable storage keeps in its tables and a custom status may have at most.</summary>
public sealed class PayloadTests
{
    private const int MaxBytes = 16 * 1024;

    // The longest there can be: a job's id, a scan's cursor (a key of at most 1 KiB per half), a reason, hashes.
    private static readonly string JobId = new('z', 26);
    private static readonly string Cursor = new('k', 2048);
    private static readonly string Attempt = new('f', 16);
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void Every_payload_is_small_with_the_longest_values_there_can_be()
    {
        var file = new ExportFile(true, new string('n', 200), long.MaxValue, long.MaxValue, Hash, Hash);
        object[] payloads =
        [
            JobId,
            new PlanRequest(JobId),
            new ExportPlan(96, 96, long.MaxValue, long.MaxValue, true),
            new SliceRequest(JobId, 95, 9999, Cursor, long.MaxValue, Attempt),
            new SliceResult(95, 9999, Attempt, long.MaxValue, long.MaxValue, Cursor, true),
            new CommitRequest(JobId, LastParts(96)),
            file,
            new FinishRequest(JobId, ExportOutcome.Successful, file, new string('r', 1024)),
            new ExportProgress(96, 96, long.MaxValue, long.MaxValue),
            ExportOutcome.Successful,
        ];

        Assert.All(payloads, payload => Assert.InRange(SizeOf(payload), 1, MaxBytes - 1));
    }

    [Fact]
    public void The_check_notices_what_is_too_large() => Assert.True(SizeOf(new CommitRequest(JobId, LastParts(600))) >= MaxBytes);

    [Fact]
    public void Payloads_come_back_as_they_went()
    {
        Same(new PlanRequest(JobId));
        Same(new ExportPlan(96, 8, 10, 20, true));
        Same(new SliceRequest(JobId, 95, 3, Cursor, 7, Attempt));
        Same(new SliceRequest(JobId, 0, 0, null, 0));
        Same(new SliceResult(95, 3, Attempt, 1, 2, null));
        Same(new FinishRequest(JobId, ExportOutcome.Canceled, null, null));
        Assert.Equal(LastParts(3), Read<CommitRequest>(new CommitRequest(JobId, LastParts(3))).Slices);
        Assert.Equal("\"Canceled\"", JsonSerializer.Serialize(ExportOutcome.Canceled, WorkflowJson.Options));

        static void Same<T>(T payload) => Assert.Equal(payload, Read<T>(payload));
    }

    private static T Read<T>(object? payload) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(payload, WorkflowJson.Options), WorkflowJson.Options)!;

    private static int SizeOf(object payload) => Encoding.UTF8.GetByteCount(JsonSerializer.Serialize(payload, WorkflowJson.Options));

    private static List<SlicePart> LastParts(int slices) => [.. Enumerable.Range(0, slices).Select(slice => new SlicePart(slice, 9999, Attempt))];
}
