using Reporting.Exports;

namespace Reporting.Tests.WholeSystem.Campaign;

/// <summary>How one export of a campaign ended.</summary>
/// <param name="State">The job's state.</param>
/// <param name="Message">Its state message.</param>
/// <param name="File">The file's bytes; null without a file.</param>
/// <param name="Requests">Requests to storage that concerned it, faulted and repeated ones included.</param>
/// <param name="Deaths">How often its host was killed or stalled.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record CampaignRun(ExportState State, string Message, byte[]? File, int Requests, int Deaths, TimeSpan Elapsed);
