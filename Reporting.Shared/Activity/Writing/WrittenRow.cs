using Azure.Data.Tables;

namespace Reporting.Activity.Writing;

/// <summary>A row as this process has just written it, with its version: its next phase can go straight over it.</summary>
/// <param name="Entity">The row.</param>
internal sealed record WrittenRow(TableEntity Entity);
