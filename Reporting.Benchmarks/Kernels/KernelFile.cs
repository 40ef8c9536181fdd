namespace Reporting.Benchmarks.Kernels;

/// <summary>What a kernel makes of a page.</summary>
public enum KernelFile
{
    /// <summary>Recipe runs as CSV.</summary>
    Csv,

    /// <summary>Recipe runs as JSON Lines.</summary>
    JsonLines,

    /// <summary>Audit events as CEF.</summary>
    Cef,
}
