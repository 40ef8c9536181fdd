using Microsoft.Extensions.Time.Testing;
using Reporting.Exports.Jobs;
using Reporting.Exports.Slices;

namespace Reporting.Tests.Exports.Slices;

/// <summary>Slices of one job share what they ask of storage about it, and none spoils it for another.</summary>
public sealed class ActiveJobTests
{
    private static readonly TimeSpan s_age = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private int _looks;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_looks_within_a_moment_are_one_and_the_next_moment_has_its_own()
    {
        using ActiveJob job = Make(_ => Task.FromResult<ExportJob?>(null));
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => job.LookAsync(Token)));
        Assert.Equal(1, _looks);

        _time.Advance(s_age / 2);
        await job.LookAsync(Token);
        Assert.Equal(1, _looks);
        _time.Advance(s_age / 2);
        await job.LookAsync(Token);
        Assert.Equal(2, _looks);
    }

    [Fact]
    public async Task A_look_that_failed_is_made_again_by_who_comes_next()
    {
        using ActiveJob job = Make(look => look == 1 ? Task.FromException<ExportJob?>(new IOException("gone")) : Task.FromResult<ExportJob?>(null));
        await Assert.ThrowsAsync<IOException>(() => job.LookAsync(Token));
        Assert.Null(await job.LookAsync(Token));
        Assert.Equal(2, _looks);
    }

    [Fact]
    public async Task A_look_that_ran_out_of_time_is_made_again_by_who_comes_next()
    {
        using ActiveJob job = Make(look => look == 1 ? Task.FromCanceled<ExportJob?>(new CancellationToken(canceled: true)) : Task.FromResult<ExportJob?>(null));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => job.LookAsync(Token));
        Assert.Null(await job.LookAsync(Token));
        Assert.Equal(2, _looks);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_the_look_from_nobody_else()
    {
        var answer = new TaskCompletionSource<ExportJob?>();
        using ActiveJob job = Make(_ => answer.Task);
        using var gone = new CancellationTokenSource();
        Task<ExportJob?> one = job.LookAsync(gone.Token);
        Task<ExportJob?> other = job.LookAsync(Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);

        answer.SetResult(null);
        Assert.Null(await other);
        Assert.Equal(1, _looks);
    }

    private ActiveJob Make(Func<int, Task<ExportJob?>> look) => new(() => look(++_looks), () => throw new NotSupportedException(), () => { }, _time, s_age);
}
