namespace Reporting.Api.GraphQL.Types;

/// <summary>Where a page of a connection stands.</summary>
internal sealed record ConnectionPageInfo(bool HasNextPage, bool HasPreviousPage, string? StartCursor, string? EndCursor);
