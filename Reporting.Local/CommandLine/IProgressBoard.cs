namespace Reporting.Local.CommandLine;

/// <summary>Where progress is shown.</summary>
internal interface IProgressBoard
{
    /// <summary>Begins to show a piece of work; <paramref name="expected"/> is its size, or 0 while that is not known.</summary>
    IProgressBar Add(string title, long expected);
}
