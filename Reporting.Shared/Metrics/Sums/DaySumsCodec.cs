using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace Reporting.Metrics.Sums;

/// <summary>
/// A day's sums as bytes: a version, the length of what follows once it is unpacked, and, packed by Brotli, the day's own names, the cells with their sets, and the runs of several cells.
/// </summary>
internal static class DaySumsCodec
{
    /// <summary>Version of the layout. Sums of another version are made again.</summary>
    public const byte Version = 1;

    private const int HeaderLength = 5;

    // As fast as the strongest to unpack; packing a day takes some milliseconds.
    private const int Quality = 5;
    private const int Window = 22;

    public static byte[] Encode(DaySums sums, MetricNames names)
    {
        var output = new ArrayBufferWriter<byte>(1 << 16);
        Base128.Write(output, sums.Day.DayNumber);
        Base128.Write(output, sums.Rows);
        Dictionary<int, int> organizations = WriteNames(output, names.Organizations, sums.Cells.Select(cell => cell.Organization));
        Dictionary<int, int> recipeIds = WriteNames(output, names.RecipeIds, sums.Cells.Select(cell => cell.RecipeId));
        Dictionary<int, int> recipeNames = WriteNames(output, names.RecipeNames, sums.Cells.Select(cell => cell.RecipeName));
        Dictionary<int, int> users = WriteNames(output, names.Users, sums.Cells.Select(cell => cell.User));
        _ = WriteNames(output, names.Repositories, sums.Repositories);
        Base128.Write(output, sums.Cells.Length);
        for (int at = 0; at < sums.Cells.Length; at++)
        {
            DayCell cell = sums.Cells[at];
            foreach (int number in (ReadOnlySpan<int>)
                [organizations[cell.Organization], recipeIds[cell.RecipeId], recipeNames[cell.RecipeName], users[cell.User], cell.LastMillisecond, cell.Searched, cell.Changed, cell.Committed])
            {
                Base128.Write(output, number);
            }

            foreach (long number in sums.NumbersOf(at))
            {
                Base128.Write(output, number);
            }
        }

        Base128.Write(output, sums.Sets.Length);
        output.Write(sums.Sets);
        Base128.Write(output, sums.Shared.Length);
        foreach (SharedRuns runs in sums.Shared)
        {
            Base128.Write(output, runs.Count);
            Base128.Write(output, runs.Cells.Length);
            foreach (int cell in runs.Cells)
            {
                Base128.Write(output, cell);
            }
        }

        return Pack(output.WrittenSpan);
    }

    /// <exception cref="InvalidDataException">The bytes are no sums of this version.</exception>
    public static DaySums Decode(ReadOnlySpan<byte> packed, MetricNames names)
    {
        byte[] bytes = Unpack(packed);
        int at = 0;
        DateOnly day = DateOnly.FromDayNumber((int)Base128.Read(bytes, ref at));
        long rows = Base128.Read(bytes, ref at);
        int[] organizations = ReadNames(bytes, ref at, names.Organizations);
        int[] recipeIds = ReadNames(bytes, ref at, names.RecipeIds);
        int[] recipeNames = ReadNames(bytes, ref at, names.RecipeNames);
        int[] users = ReadNames(bytes, ref at, names.Users);
        int[] repositories = ReadNames(bytes, ref at, names.Repositories);
        var cells = new DayCell[(int)Base128.Read(bytes, ref at)];
        long[] numbers = new long[cells.Length * SumSlot.Count];
        for (int cell = 0; cell < cells.Length; cell++)
        {
            cells[cell] = new DayCell(
                organizations[Base128.Read(bytes, ref at)], recipeIds[Base128.Read(bytes, ref at)], recipeNames[Base128.Read(bytes, ref at)], users[Base128.Read(bytes, ref at)],
                (int)Base128.Read(bytes, ref at), (int)Base128.Read(bytes, ref at), (int)Base128.Read(bytes, ref at), (int)Base128.Read(bytes, ref at));
            for (int slot = 0; slot < SumSlot.Count; slot++)
            {
                numbers[(cell * SumSlot.Count) + slot] = Base128.Read(bytes, ref at);
            }
        }

        byte[] sets = Base128.ReadText(bytes, ref at).ToArray();
        var shared = new SharedRuns[(int)Base128.Read(bytes, ref at)];
        for (int index = 0; index < shared.Length; index++)
        {
            long count = Base128.Read(bytes, ref at);
            int[] own = new int[(int)Base128.Read(bytes, ref at)];
            for (int cell = 0; cell < own.Length; cell++)
            {
                own[cell] = (int)Base128.Read(bytes, ref at);
            }

            shared[index] = new SharedRuns(own, count);
        }

        // The names have no place for 0 of their own; those of repositories need none.
        return new DaySums { Day = day, Rows = rows, Cells = cells, Numbers = numbers, Sets = sets, Repositories = repositories[1..], Shared = shared };
    }

    // The names but the empty one, which is number 0 on both sides; by number in the process, the number in the bytes.
    private static Dictionary<int, int> WriteNames(ArrayBufferWriter<byte> output, NameTable table, IEnumerable<int> ids)
    {
        var places = new Dictionary<int, int> { [0] = 0 };
        int[] distinct = [.. ids.Where(id => id != 0).Distinct()];
        Base128.Write(output, distinct.Length);
        foreach (int id in distinct)
        {
            places.Add(id, places.Count);
            Base128.Write(output, table[id]);
        }

        return places;
    }

    private static int[] ReadNames(ReadOnlySpan<byte> bytes, ref int at, NameTable table)
    {
        int[] ids = new int[(int)Base128.Read(bytes, ref at) + 1];
        char[] characters = ArrayPool<char>.Shared.Rent(1024);
        for (int place = 1; place < ids.Length; place++)
        {
            ReadOnlySpan<byte> name = Base128.ReadText(bytes, ref at);
            if (name.Length > characters.Length)
            {
                ArrayPool<char>.Shared.Return(characters);
                characters = ArrayPool<char>.Shared.Rent(name.Length);
            }

            ids[place] = table.Intern(characters.AsSpan(0, Encoding.UTF8.GetChars(name, characters)));
        }

        ArrayPool<char>.Shared.Return(characters);
        return ids;
    }

    private static byte[] Pack(ReadOnlySpan<byte> bytes)
    {
        byte[] packed = new byte[HeaderLength + BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
        packed[0] = Version;
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(1), bytes.Length);
        return BrotliEncoder.TryCompress(bytes, packed.AsSpan(HeaderLength), out int length, Quality, Window)
            ? packed[..(HeaderLength + length)]
            : throw new InvalidOperationException("The sums of a day could not be packed.");
    }

    private static byte[] Unpack(ReadOnlySpan<byte> packed)
    {
        if (packed.Length < HeaderLength || packed[0] != Version)
        {
            throw new InvalidDataException("The bytes are no sums of a day of this version.");
        }

        byte[] bytes = new byte[BinaryPrimitives.ReadInt32LittleEndian(packed[1..])];
        return BrotliDecoder.TryDecompress(packed[HeaderLength..], bytes, out int length) && length == bytes.Length
            ? bytes
            : throw new InvalidDataException("The sums of a day are cut off or damaged.");
    }
}
