namespace Reporting.Api.Hosting.Load;

/// <summary>About how much memory a request to this handler takes at most.</summary>
/// <param name="megabytes">MiB; 2 where the attribute is absent.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ApiMemoryAttribute(int megabytes) : Attribute
{
    internal const int DefaultMegabytes = 2;

    /// <summary>MiB.</summary>
    public int Megabytes { get; } = megabytes;
}
