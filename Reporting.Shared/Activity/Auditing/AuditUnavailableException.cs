namespace Reporting.Activity.Auditing;

/// <summary>Something could not be written to the audit log before it was done, so it was not done.</summary>
public sealed class AuditUnavailableException(Exception cause) : Exception("The audit log cannot be written at the moment, so nothing was done.", cause);
