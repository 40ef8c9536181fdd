using Reporting.Rows;

namespace Reporting.Activity.Scanning;

/// <summary>Reads the activity log.</summary>
public interface IActivityScanner
{
    /// <summary>Opens a reader; nothing is asked of the service before its first load.</summary>
    IRowReader Open(ScanRequest request);
}
