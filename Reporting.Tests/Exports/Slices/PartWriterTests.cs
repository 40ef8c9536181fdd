using System.Buffers;
using System.Runtime.InteropServices;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Options;
using Moq;
using Reporting.Exports;
using Reporting.Exports.Slices;

namespace Reporting.Tests.Exports.Slices;

/// <summary>Blocks are staged while the next is filled, two at a time, from buffers that go round.</summary>
public sealed class PartWriterTests : IDisposable
{
    private const int BlockBytes = 64 << 10;

    private readonly BlockBuffers _buffers = new(Options.Create(new ExportsOptions { BlockBytes = BlockBytes, MaxParallelSlices = 1 }));
    private readonly List<(string Id, TaskCompletionSource Staged)> _staging = [];
    private readonly HashSet<byte[]> _seen = new(ReferenceEqualityComparer.Instance);

    public void Dispose() => _buffers.Dispose();

    [Fact]
    public async Task The_next_block_is_filled_while_two_are_staged_and_a_third_waits()
    {
        await using var part = new PartWriter(Blob(), "part", _buffers);
        await part.DrainAsync(Token);
        await FillAsync(part);
        Assert.Single(_staging);
        await FillAsync(part);
        Assert.Equal(2, _staging.Count);

        Fill(part);
        Task third = part.DrainAsync(Token).AsTask();
        Assert.False(third.IsCompleted);
        Assert.Equal(2, _staging.Count);
        _staging[0].Staged.SetResult();
        await third;
        Assert.Equal<string>([PartWriter.BlockId("part", 0), PartWriter.BlockId("part", 1), PartWriter.BlockId("part", 2)], _staging.Select(block => block.Id));

        _staging[1].Staged.SetResult();
        _staging[2].Staged.SetResult();
        await part.CompleteAsync(Token);
        Assert.Equal(3, part.Blocks);
    }

    [Fact]
    public async Task A_part_of_many_blocks_needs_few_buffers()
    {
        await using var part = new PartWriter(Blob(stageAtOnce: true), "part", _buffers);
        await part.DrainAsync(Token);
        for (int block = 0; block < 200; block++)
        {
            await FillAsync(part);
        }

        await part.CompleteAsync(Token);
        Assert.Equal(200, part.Blocks);
        Assert.InRange(_seen.Count, 1, 4);
    }

    // Leaves a buffer full, as rows would.
    private void Fill(PartWriter part)
    {
        while (!part.IsFull)
        {
            _seen.Add(MemoryMarshal.TryGetArray(part.GetMemory(), out ArraySegment<byte> segment) ? segment.Array! : []);
            part.Write(new byte[1000]);
        }
    }

    private async Task FillAsync(PartWriter part)
    {
        Fill(part);
        await part.DrainAsync(Token);
    }

    private BlockBlobClient Blob(bool stageAtOnce = false)
    {
        var blob = new Mock<BlockBlobClient>();
        blob.Setup(client => client.StageBlockAsync(It.IsAny<string>(), It.IsAny<Stream>(), It.IsAny<BlockBlobStageBlockOptions>(), It.IsAny<CancellationToken>()))
            .Returns(async (string id, Stream _, BlockBlobStageBlockOptions _, CancellationToken cancellationToken) =>
            {
                var staged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _staging.Add((id, staged));
                if (!stageAtOnce)
                {
                    await staged.Task.WaitAsync(cancellationToken);
                }

                return Mock.Of<Response<BlockInfo>>();
            });
        return blob.Object;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
