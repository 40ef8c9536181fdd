using System.Reflection;
using Reporting.Activity.Ingest;
using Reporting.Formats.Compression;

namespace Reporting.Api.Hosting.Load;

/// <summary>About how much memory a request takes.</summary>
internal static class RequestMemory
{
    /// <summary>A line of activity is held as text of two bytes a character, as a record and as a row on its way to storage.</summary>
    private const int TimesItsLines = 4;
    private const int Mebibyte = 1 << 20;

    /// <summary>MiB before anything of it is read: what its handler says; of writing activity nothing has come yet, whatever length it announces.</summary>
    public static int AtFirst(ApiEndpoint endpoint) => endpoint.Access == ApiAccess.ActivityWriter
        ? 1
        : endpoint.Handler.GetCustomAttribute<ApiMemoryAttribute>()?.Megabytes ?? ApiMemoryAttribute.DefaultMegabytes;

    /// <summary>MiB of a request that writes activity when so many bytes of lines have come, decompressed.</summary>
    /// <example>3 MiB of lines take 12 MiB. 40 MiB are worked on in portions of 16 MiB, so they take 64 MiB.</example>
    public static int OfLines(long bytes) =>
        (int)Math.Max(1, ((Math.Min(bytes, IngestLimits.PortionBytes) * TimesItsLines) + Mebibyte - 1) / Mebibyte);
}

/// <summary>Reads lines from another stream and takes room for them as they come. It waits for room, so it can only be read asynchronously.</summary>
internal sealed class RoomedStream(Stream inner, RequestRoom room) : ForwardOnlyStream
{
    private long _bytes;

    public override bool CanRead => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken);
        _bytes += read;
        await room.GrowToAsync(RequestMemory.OfLines(_bytes), cancellationToken);
        return read;
    }
}

/// <summary>About how much memory a request to this handler takes at most.</summary>
/// <param name="megabytes">MiB; 2 where the attribute is absent.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ApiMemoryAttribute(int megabytes) : Attribute
{
    internal const int DefaultMegabytes = 2;

    /// <summary>MiB.</summary>
    public int Megabytes { get; } = megabytes;
}
