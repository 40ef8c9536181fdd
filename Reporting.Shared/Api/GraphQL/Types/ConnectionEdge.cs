namespace Reporting.Api.GraphQL.Types;

/// <summary>An item of a connection and its cursor.</summary>
internal sealed record ConnectionEdge<T>(string Cursor, T Node);
