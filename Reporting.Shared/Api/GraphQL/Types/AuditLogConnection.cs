using Reporting.Api.AuditLogs;

namespace Reporting.Api.GraphQL.Types;

/// <summary>A page of audit events.</summary>
internal sealed record AuditLogConnection(IReadOnlyList<ConnectionEdge<AuditLogEvent>> Edges, ConnectionPageInfo PageInfo, DateTimeOffset? SearchedBackTo);
