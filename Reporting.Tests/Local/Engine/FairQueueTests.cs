using Reporting.Local.Engine;

namespace Reporting.Tests.Local.Engine;

public sealed class FairQueueTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Somebody_with_one_export_does_not_wait_for_somebody_with_many()
    {
        var queue = new FairQueue();
        var running = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int number = 0; number < 4; number++)
        {
            queue.Add(Export(FormattableString.Invariant($"many-{number}"), "many", number));
        }

        queue.Add(Export("one", "one", 10));
        Assert.Equal(["many-0", "one", "many-1", "many-2", "many-3"], Drain(queue, running));
    }

    [Fact]
    public void One_users_exports_run_in_the_order_of_their_starts_however_they_arrive()
    {
        var queue = new FairQueue();
        foreach (int number in (int[])[2, 0, 3, 1])
        {
            queue.Add(Export(FormattableString.Invariant($"job-{number}"), "user", number));
        }

        Assert.Equal(["job-0", "job-1", "job-2", "job-3"], Drain(queue, []));
    }

    [Fact]
    public void Users_take_turns_where_one_export_runs_at_a_time()
    {
        var queue = new FairQueue();
        foreach (string job in (string[])["a1", "a2", "a3", "b1", "b2"])
        {
            queue.Add(Export(job, job[..1], job[0]));
        }

        List<string> order = [];
        while (queue.Take(new Dictionary<string, int>(StringComparer.Ordinal)) is { } next)
        {
            order.Add(next.JobId);
        }

        Assert.Equal(["a1", "b1", "a2", "b2", "a3"], order);
    }

    [Fact]
    public void Nothing_waits_in_an_empty_queue() => Assert.Null(new FairQueue().Take(new Dictionary<string, int>(StringComparer.Ordinal)));

    private static RunningExport Export(string id, string user, int second) =>
        new(id, user, Start.AddSeconds(second), CancelRequested: false, Failed: false, Finished: false, Start);

    private static List<string> Drain(FairQueue queue, Dictionary<string, int> running)
    {
        List<string> order = [];
        while (queue.Take(running) is { } next)
        {
            order.Add(next.JobId);
            running[next.RequestedBy] = running.GetValueOrDefault(next.RequestedBy) + 1;
        }

        return order;
    }
}
