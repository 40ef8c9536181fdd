namespace Reporting.Api.Hosting;

/// <summary>Who may call an endpoint.</summary>
public enum ApiAccess
{
    /// <summary>Anybody: health and public keys.</summary>
    Anonymous,

    /// <summary>A JWT whose roles hold the administrator's.</summary>
    Admin,

    /// <summary>A JWT whose roles hold <c>activity.write</c>.</summary>
    ActivityWriter,
}
