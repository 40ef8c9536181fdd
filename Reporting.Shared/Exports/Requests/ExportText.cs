namespace Reporting.Exports;

/// <summary>Other people's words in our sentences.</summary>
internal static class ExportText
{
    /// <summary>The text in quotes, cut to 40 characters, without control characters.</summary>
    public static string Quote(string text)
    {
        string cut = text.Length <= 40 ? text : text[..40] + "...";
        return "\"" + string.Concat(cut.Where(character => !char.IsControl(character))) + "\"";
    }
}
