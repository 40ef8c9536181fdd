using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Reporting.Functions.Durable;

namespace Reporting.Tests.Functions.Durable;

public sealed class HistoryPurgerTests
{
    private readonly Mock<DurableTaskClient> _client = new(MockBehavior.Strict, "test");
    private readonly List<PurgeInstancesFilter> _filters = [];

    [Fact]
    public async Task Only_what_has_ended_and_is_old_is_purged()
    {
        await PurgeAsync(new PurgeResult(3, true));

        PurgeInstancesFilter filter = Assert.Single(_filters);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), filter.CreatedTo);
        Assert.Equal([OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated], filter.Statuses);
        Assert.InRange(filter.Timeout!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task A_purge_that_ran_out_of_time_goes_on()
    {
        await PurgeAsync(new PurgeResult(3, false), new PurgeResult(2, false), new PurgeResult(1, true));
        Assert.Equal(3, _filters.Count);
    }

    [Fact]
    public async Task A_purge_that_never_ends_leaves_the_rest_to_the_next_run()
    {
        await PurgeAsync([.. Enumerable.Repeat(new PurgeResult(100, false), 50)]);
        Assert.Equal(10, _filters.Count);
    }

    private async Task PurgeAsync(params PurgeResult[] results)
    {
        var left = new Queue<PurgeResult>(results);
        _client.Setup(client => client.PurgeAllInstancesAsync(It.IsAny<PurgeInstancesFilter>(), It.IsAny<PurgeInstanceOptions?>(), It.IsAny<CancellationToken>()))
            .Callback((PurgeInstancesFilter filter, PurgeInstanceOptions? _, CancellationToken _) => _filters.Add(filter))
            .ReturnsAsync(left.Dequeue);
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 15, 0, 0, 0, TimeSpan.Zero));
        await new HistoryPurger(Options.Create(new DurableOptions()), time, NullLogger<HistoryPurger>.Instance).PurgeAsync(_client.Object, TestContext.Current.CancellationToken);
    }
}
