using System.Buffers.Binary;

namespace Reporting.Formats.Compression;

/// <summary>What a gzip trailer says of the bytes before compression. Checksums of adjacent pieces combine without their bytes.</summary>
/// <param name="Crc32">CRC-32 of the bytes (RFC 1952 section 8).</param>
/// <param name="Length">How many they are.</param>
public readonly record struct GzipChecksum(uint Crc32, long Length)
{
    /// <summary>Bytes of <see cref="ToTrailer"/>.</summary>
    public const int TrailerBytes = 10;

    // The polynomial of RFC 1952 section 8, as there with the coefficient of x^0 in the highest bit.
    private const uint Polynomial = 0xEDB88320;
    private const uint One = 0x80000000;
    private const uint XToTheEighth = One >> 8;

    /// <summary>The checksum of these bytes followed by those of <paramref name="next"/>.</summary>
    /// <remarks>
    /// A CRC is a remainder modulo the polynomial. Bytes that follow multiply what is before them by x^8 each, so crc(AB) = crc(A) * x^(8 * length of B) + crc(B);
    /// the ones with which CRC-32 begins and ends cancel out.
    /// </remarks>
    public GzipChecksum Append(GzipChecksum next) =>
        new(Multiply(Crc32, Power(XToTheEighth, next.Length)) ^ next.Crc32, Length + next.Length);

    /// <summary>What ends the member: an empty last block (RFC 1951 section 3.2.6), the CRC-32, and the length modulo 2^32 (RFC 1952 section 2.3.1).</summary>
    public byte[] ToTrailer()
    {
        byte[] trailer = new byte[TrailerBytes];
        trailer[0] = 3;
        BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(2), Crc32);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(6), unchecked((uint)Length));
        return trailer;
    }

    private static uint Power(uint factor, long exponent)
    {
        uint power = One;
        for (; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0)
            {
                power = Multiply(power, factor);
            }

            factor = Multiply(factor, factor);
        }

        return power;
    }

    private static uint Multiply(uint left, uint right)
    {
        uint product = 0;
        for (uint bit = One; bit != 0; bit >>= 1)
        {
            if ((left & bit) != 0)
            {
                product ^= right;
            }

            right = (right & 1) != 0 ? (right >> 1) ^ Polynomial : right >> 1;
        }

        return product;
    }
}
