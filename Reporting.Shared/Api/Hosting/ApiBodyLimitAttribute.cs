namespace Reporting.Api.Hosting;

/// <summary>The longest body that an endpoint takes, as sent (before decompression).</summary>
/// <param name="bytes">Bytes; 64 KiB where the attribute is absent.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ApiBodyLimitAttribute(long bytes) : Attribute
{
    internal const long DefaultBytes = 64 * 1024;

    /// <summary>The limit.</summary>
    public long Bytes { get; } = bytes;
}
