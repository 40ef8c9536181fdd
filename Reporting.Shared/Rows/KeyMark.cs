namespace Reporting.Rows;

/// <summary>A row's key, copied, so that it outlives the row; empty until one is set. Not thread-safe.</summary>
internal sealed class KeyMark
{
    // A key has up to 1,024 bytes as the Table service counts them, and some of them double as UTF-8.
    private const int LongestKey = 2048;

    private readonly byte[] _bytes = new byte[LongestKey];
    private int _length;

    /// <summary>The key as UTF-8; valid until the next <see cref="Set"/>.</summary>
    public ReadOnlySpan<byte> Key => _bytes.AsSpan(0, _length);

    /// <summary>Marks a key.</summary>
    public void Set(ReadOnlySpan<byte> key)
    {
        key.CopyTo(_bytes);
        _length = key.Length;
    }
}
