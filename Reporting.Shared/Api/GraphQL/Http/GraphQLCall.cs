using GraphQL;

namespace Reporting.Api.GraphQL.Http;

/// <summary>A GraphQL request (GraphQL over HTTP, section 5.1).</summary>
/// <param name="Query">The document.</param>
/// <param name="OperationName">Which of its operations to run, or null for the only one.</param>
/// <param name="Variables">Values of its variables.</param>
internal sealed record GraphQLCall(string Query, string? OperationName, Inputs Variables);
