using Azure;
using Azure.Data.Tables;

namespace Reporting.Storage;

/// <summary>How a conditional write ended.</summary>
/// <param name="Done">True when the row is as it was written here.</param>
/// <param name="ETag">The row's version after the write; default when not done.</param>
/// <param name="Stored">When not done: the row that stands in the way, or null when there is none.</param>
public sealed record ConditionalWrite(bool Done, ETag ETag, TableEntity? Stored);
