namespace Reporting.Tests.Faults;

/// <summary>What becomes of a request.</summary>
public delegate Task Fault(FaultExchange exchange);
