using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Reporting.Formats;

/// <summary>The file formats there are.</summary>
public sealed class FormatCatalogue
{
    /// <summary>A catalogue of these formats.</summary>
    public FormatCatalogue(IEnumerable<IReportFormat> formats) => Formats = [.. formats];

    /// <summary>Every format, in the order in which they are shown.</summary>
    public ImmutableArray<IReportFormat> Formats { get; }

    /// <summary>Finds a format by <see cref="IReportFormat.Name"/>, ignoring case (ordinal).</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out IReportFormat? format)
    {
        format = Find(name);
        return format is not null;
    }

    /// <summary>The format of this name, ignoring case (ordinal), or null.</summary>
    public IReportFormat? Find(string name)
    {
        foreach (IReportFormat format in Formats)
        {
            if (string.Equals(format.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return format;
            }
        }

        return null;
    }
}
