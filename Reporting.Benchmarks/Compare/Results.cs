using System.Runtime.InteropServices;

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

/// <summary>Names the machine that was measured.</summary>
internal static class Machine
{
    private const string ProcessorFile = "/proc/cpuinfo";

    public static string Describe()
    {
        string processor = File.Exists(ProcessorFile)
            ? File.ReadLines(ProcessorFile).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString()
            : RuntimeInformation.ProcessArchitecture.ToString();
        return string.Create(CultureInfo.InvariantCulture, $"{processor}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
    }
}

/// <summary>Finds the repository that this program was built in.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Reporting.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Run this from the repository.");
    }
}
