namespace Reporting.Benchmarks.Compare;

/// <summary>What a contender did and what it cost.</summary>
/// <param name="Rows">Rows read.</param>
/// <param name="Bytes">Bytes written.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="ProcessorSeconds">Processor time of its process.</param>
/// <param name="AllocatedBytes">Bytes allocated on the managed heap; 0 where that is not known.</param>
/// <param name="PeakBytes">Largest resident size of its process.</param>
internal sealed record Result(long Rows, long Bytes, double Seconds, double ProcessorSeconds, long AllocatedBytes, long PeakBytes)
{
    /// <summary>Rows a second of processor time.</summary>
    public double RowsPerProcessorSecond => Rows / ProcessorSeconds;
}
