namespace Reporting.Benchmarks.Compare.Document;

/// <summary>Puts sections into a document, each between its two marks; what stands outside the marks is people's.</summary>
internal static class PerformanceDocument
{
    /// <summary>Replaces what stands between the marks of a part.</summary>
    /// <exception cref="InvalidOperationException">The document has no such marks.</exception>
    public static async Task WriteAsync(string path, string part, string content)
    {
        string text = await File.ReadAllTextAsync(path);
        string begin = $"<!-- compare:{part} -->";
        string end = $"<!-- /compare:{part} -->";
        int from = text.IndexOf(begin, StringComparison.Ordinal);
        int to = text.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from)
        {
            throw new InvalidOperationException($"{path} has no {begin} with {end} behind it.");
        }

        await File.WriteAllTextAsync(path, string.Concat(text.AsSpan(0, from + begin.Length), $"\n{content.ReplaceLineEndings("\n")}\n", text.AsSpan(to)));
    }
}
