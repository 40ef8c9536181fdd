namespace Reporting.Local.CommandLine;

/// <summary>How far one piece of work is.</summary>
internal interface IProgressBar
{
    /// <summary>So much more is done.</summary>
    void Advance(int amount);

    /// <summary>So much of so much is done; 0 of 0 means that nothing is known yet.</summary>
    void Set(long done, long expected);

    /// <summary>All of it is done.</summary>
    void End();
}
