using Reporting.Rows;

namespace Reporting.Reports;

/// <summary>A reader that also knows what it has passed over.</summary>
public interface IReportReader : IRowReader
{
    /// <summary>Usage: commits read so far whose run is not in the log. 0 for other reports.</summary>
    long CommitsWithoutRun { get; }
}
