namespace Reporting.Local.CommandLine;

/// <summary>Shows progress as suits the output: bars on a terminal, a line for each piece of work elsewhere.</summary>
internal static class Progress
{
    public static Task RunAsync(ConsoleTexts texts, Func<IProgressBoard, Task> work) =>
        texts.Output.Profile.Out.IsTerminal ? ProgressBars.RunAsync(texts.Output, work) : work(new ProgressLines(texts));
}
