namespace Reporting.Benchmarks.Compare;

/// <summary>How fifty exports went.</summary>
/// <param name="Successful">How many ended well.</param>
/// <param name="Rows">Rows of all files.</param>
/// <param name="Seconds">From the first one's start to the last one's end.</param>
/// <param name="ProcessorSeconds">Processor time of the process.</param>
/// <param name="PeakBytes">Its largest resident size.</param>
internal sealed record FiftyResult(int Successful, long Rows, double Seconds, double ProcessorSeconds, long PeakBytes);
