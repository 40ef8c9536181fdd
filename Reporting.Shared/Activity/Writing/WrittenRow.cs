using Azure.Data.Tables;

namespace Reporting.Activity.Writing;

/// <summary>A row as this process has just written it, with its version: its next phase can go straight over it.</summary>
/// <param name="Entity">The row.</param>
internal sealed record WrittenRow(TableEntity Entity);

/// <summary>How the write of an event of the service's own ended.</summary>
/// <param name="Row">The row, when this call wrote it; null when it was there already.</param>
/// <param name="IsContradicted">True when what is there is another event.</param>
internal sealed record OwnWrite(WrittenRow? Row, bool IsContradicted);
