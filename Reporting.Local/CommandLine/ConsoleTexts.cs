using Spectre.Console;

namespace Reporting.Local.CommandLine;

/// <summary>The process's two outputs: results on standard output, progress and errors on standard error.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record ConsoleTexts(IAnsiConsole Output, IAnsiConsole Error)
{
    /// <summary>Those of this process.</summary>
    public static ConsoleTexts OfProcess() => new(
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) }),
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }));

    /// <summary>Writes a line: no markup, no wrapping, so that it can be copied whole; nothing in it that a terminal would act on (<see cref="TerminalText"/>).</summary>
    public void WriteLine(string line) => Output.Profile.Out.Writer.WriteLine(TerminalText.Clean(line));

    /// <summary>Writes a line to standard error, the same way.</summary>
    public void WriteError(string line) => Error.Profile.Out.Writer.WriteLine(TerminalText.Clean(line));
}
