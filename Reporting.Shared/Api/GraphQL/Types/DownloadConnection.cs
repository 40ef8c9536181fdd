namespace Reporting.Api.GraphQL.Types;

/// <summary>A page of downloads.</summary>
internal sealed record DownloadConnection(IReadOnlyList<ConnectionEdge<Download>> Edges, ConnectionPageInfo PageInfo);
