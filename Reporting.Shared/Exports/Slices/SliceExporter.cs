using System.Buffers;
using Azure.Storage.Blobs.Specialized;
using Reporting.Activity.Keys;
using Reporting.Activity.Scanning;
using Reporting.Formats;
using Reporting.Formats.Compression;
using Reporting.Reports;
using Reporting.Reports.Reading;
using Reporting.Storage.Paging;

namespace Reporting.Exports.Slices;

/// <summary>
/// One execution of a slice: rows from the log through the encoder (and gzip) into staged blocks, until the slice, its limit or its time
/// ends. Holds a few pages and a few blocks, never the file. Used once.
/// </summary>
internal sealed class SliceExporter : IAsyncDisposable
{
    /// <summary>Rows between two looks at the clock.</summary>
    private const int RowsPerLook = 256;

    private readonly SliceWork _work;
    private readonly IReportSource _source;
    private readonly IPageGate _gate;
    private readonly SliceHeartbeat _heartbeat;
    private readonly TimeProvider _time;
    private readonly TimeSpan _budget;
    private readonly PartWriter _part;
    private readonly long _started;
    private readonly SliceCursor _cursor = new();
    private long _rows;
    private long _commitsWithoutRun;
    private GzipChecksum? _checksum;

    public SliceExporter(SliceWork work, IReportSource source, IPageGate gate, BlockBuffers buffers, SliceHeartbeat watch, TimeProvider time, TimeSpan budget)
    {
        (_work, _source, _gate, _heartbeat, _time, _budget) = (work, source, gate, watch, time, budget);
        _part = new PartWriter(work.Blob, work.Key, buffers);
        _started = time.GetTimestamp();
    }

    private enum Ending
    {
        Exhausted,
        Limit,
        Time,
        Canceled,
    }

    /// <summary>Writes the part; the row to be kept of it, or null when the job is cancelled or has ended.</summary>
    public async Task<SliceRow?> RunAsync(CancellationToken cancellationToken)
    {
        await _part.DrainAsync(cancellationToken);
        Ending ending = _work.Gzip ? await WriteCompressedAsync(cancellationToken) : await WriteAsync(_part, cancellationToken);
        if (ending == Ending.Canceled)
        {
            return null;
        }

        string sha256 = await _part.CompleteAsync(cancellationToken);
        await _heartbeat.EndAsync();
        return Describe() with
        {
            Done = true, Blocks = _part.Blocks, Sha256 = sha256, Checksum = _checksum, FirstEventAt = ExportTime.Format(_cursor.FirstEvent), LastEventAt = ExportTime.Format(_cursor.LastEvent),
            CommitsWithoutRun = _commitsWithoutRun, Cursor = ending == Ending.Time ? _cursor.ToString() : null,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _heartbeat.EndAsync();
        await _part.DisposeAsync();
    }

    private async Task<Ending> WriteCompressedAsync(CancellationToken cancellationToken)
    {
        using var segment = new GzipSegment(_part, _work.IsFirst);
        Ending ending = await WriteAsync(segment, cancellationToken);
        if (ending != Ending.Canceled)
        {
            _checksum = segment.Complete();
        }

        return ending;
    }

    private async Task<Ending> WriteAsync(IBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        Ending ending = Ending.Exhausted;
        bool headed = false;
        foreach (KeyRange range in _work.Ranges)
        {
            await using IReportReader reader = _source.Open(_work.Query, range, _gate);
            IRowEncoder encoder = _work.Format.CreateEncoder(reader.Schema, _work.Shown, _work.FormatOptions);
            WriteHeader(encoder, output, ref headed);
            _cursor.Begin();
            ending = await WriteRangeAsync(reader, encoder, output, cancellationToken);
            _commitsWithoutRun += ending == Ending.Time ? _cursor.CommitsWithoutRun : reader.CommitsWithoutRun;
            if (ending != Ending.Exhausted)
            {
                return ending;
            }
        }

        if (!headed)
        {
            await using IReportReader nothing = _source.Open(_work.Query, new KeyRange(KeyTicks.Format(0), KeyTicks.Format(0)));
            WriteHeader(_work.Format.CreateEncoder(nothing.Schema, _work.Shown, _work.FormatOptions), output, ref headed);
        }

        return ending;
    }

    private void WriteHeader(IRowEncoder encoder, IBufferWriter<byte> output, ref bool headed)
    {
        if (_work.IsFirst && !headed)
        {
            encoder.WriteHeader(output);
        }

        headed = true;
    }

    private async ValueTask<Ending> WriteRangeAsync(IReportReader reader, IRowEncoder encoder, IBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        do
        {
            while (true)
            {
                Ending? ending = WriteRows(reader, encoder, output);
                if (_part.IsFull)
                {
                    await _part.DrainAsync(cancellationToken);
                }

                if (await _heartbeat.LookAsync(Describe, cancellationToken))
                {
                    return Ending.Canceled;
                }

                if (ending == Ending.Limit)
                {
                    return Ending.Limit;
                }

                // Only with something to go on behind: a part without would begin again where it began.
                if (!_cursor.IsEmpty && _time.GetElapsedTime(_started) >= _budget)
                {
                    return Ending.Time;
                }

                if (ending == Ending.Exhausted)
                {
                    break;
                }
            }
        }
        while (await reader.LoadAsync(cancellationToken));
        return Ending.Exhausted;
    }

    /// <summary>
    /// Writes rows until the page (Exhausted) or the limit ends, or (null) the buffer is full or it is time to look up. No task, no
    /// allocation: this is where an export spends its time.
    /// </summary>
    private Ending? WriteRows(IReportReader reader, IRowEncoder encoder, IBufferWriter<byte> output)
    {
        long limit = _work.Request.Limit;
        for (int count = 0; count < RowsPerLook && !_part.IsFull; count++)
        {
            if (!reader.TryRead())
            {
                _cursor.PassTo(reader);
                return Ending.Exhausted;
            }

            encoder.WriteRow(reader.Current, output);
            _rows++;
            _cursor.MoveTo(reader);
            if (_rows == limit)
            {
                return Ending.Limit;
            }
        }

        return null;
    }

    private SliceRow Describe() => new()
    {
        Slice = _work.Request.Slice, Part = _work.Request.Part, Attempt = _work.Attempt, PreviousAttempt = _work.Request.PreviousAttempt, Done = false, Rows = _rows, Bytes = _part.Bytes,
    };
}

/// <summary>Everything that one execution of a slice needs to know.</summary>
/// <param name="Request">The step's payload.</param>
/// <param name="Attempt">The execution: 16 lower-case hex digits.</param>
/// <param name="Ranges">What is left to read, in order.</param>
/// <param name="Query">What to read of it.</param>
/// <param name="Shown">The file's columns.</param>
/// <param name="Format">The file's format.</param>
/// <param name="FormatOptions">Its options.</param>
/// <param name="Gzip">Whether the part is a piece of a gzip member.</param>
/// <param name="Blob">The blob on which blocks are staged.</param>
internal sealed record SliceWork(
    SliceRequest Request, string Attempt, IReadOnlyList<KeyRange> Ranges, ReportQuery Query, IReadOnlyList<OutputColumn> Shown,
    IReportFormat Format, FormatOptions FormatOptions, bool Gzip, BlockBlobClient Blob)
{
    /// <summary>Whether this part begins the file.</summary>
    public bool IsFirst => Request is { Slice: 0, Part: 0 };

    /// <summary>The key of the part's row and of its blocks.</summary>
    public string Key => SlicePartJsonConverter.KeyOf(Request.Slice, Request.Part, Attempt);
}
