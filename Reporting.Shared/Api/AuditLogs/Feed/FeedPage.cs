namespace Reporting.Api.AuditLogs.Feed;

/// <summary>A page of the feed.</summary>
/// <param name="Rows">The rows, oldest change first.</param>
/// <param name="Next">Where to go on.</param>
/// <param name="HasMore">Whether there is more already.</param>
/// <param name="Watermark">Up to when changes can be told.</param>
internal sealed record FeedPage(IReadOnlyList<FeedRow> Rows, FeedCursor Next, bool HasMore, DateTimeOffset Watermark);
