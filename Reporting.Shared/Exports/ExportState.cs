using System.ComponentModel.DataAnnotations;

namespace Reporting.Exports;

/// <summary>The states of an export job; the legal transitions stand in <c>Jobs/ExportTransitions</c>.</summary>
public enum ExportState
{
    /// <summary>Accepted, not yet planned.</summary>
    Queued,

    /// <summary>Being written.</summary>
    InProgress,

    /// <summary>The file is whole and there.</summary>
    Successful,

    /// <summary>Ended without a file; the state message says why.</summary>
    Failed,

    /// <summary>Cancelled by a user; no file.</summary>
    Canceled,

    /// <summary>Was successful; the file's retention has ended.</summary>
    Expired,
}

/// <summary>The names of the states in the API and in storage: <c>QUEUED</c>, <c>IN_PROGRESS</c> and so on.</summary>
public static class ExportStateNames
{
    /// <summary>All names, in the order of <see cref="ExportState"/>.</summary>
    public static IReadOnlyList<string> All { get; } = ["QUEUED", "IN_PROGRESS", "SUCCESSFUL", "FAILED", "CANCELED", "EXPIRED"];

    /// <summary>The name of a state.</summary>
    public static string NameOf(ExportState state) => All[(int)state];

    /// <summary>The state of this name (ordinal), or null.</summary>
    public static ExportState? Find(string? name)
    {
        for (int index = 0; index < All.Count; index++)
        {
            if (string.Equals(All[index], name, StringComparison.Ordinal))
            {
                return (ExportState)index;
            }
        }

        return null;
    }
}

/// <summary>The values are the names of the states.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ExportStateNamesAttribute() : AllowedValuesAttribute([.. ExportStateNames.All]);
