using Reporting.Rows;

namespace Reporting.Reports.Filtering;

/// <summary>One test on a row.</summary>
internal interface IRowTest
{
    /// <summary>True when the row passes.</summary>
    bool Passes(in RowView row);
}
