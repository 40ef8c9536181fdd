using Azure.Core;
using Azure.Core.Pipeline;

namespace Reporting.Storage;

/// <summary>A policy to put into the table client's pipeline, and where.</summary>
/// <param name="Policy">The policy; shared by all requests, so it holds no state of one.</param>
/// <param name="Position">Once a call, once a try, or right before the transport.</param>
public sealed record TablePipelinePolicy(HttpPipelinePolicy Policy, HttpPipelinePosition Position);
