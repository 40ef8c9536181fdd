using Spectre.Console;

namespace Reporting.Local.CommandLine;

/// <summary>Where progress is shown.</summary>
internal interface IProgressBoard
{
    /// <summary>Begins to show a piece of work; <paramref name="expected"/> is its size, or 0 while that is not known.</summary>
    IProgressBar Add(string title, long expected);
}

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

/// <summary>Shows progress as suits the output: bars on a terminal, a line for each piece of work elsewhere.</summary>
internal static class Progress
{
    public static Task RunAsync(ConsoleTexts texts, Func<IProgressBoard, Task> work) =>
        texts.Output.Profile.Out.IsTerminal ? ProgressBars.RunAsync(texts.Output, work) : work(new ProgressLines(texts));
}

/// <summary>Progress as bars on a terminal.</summary>
internal sealed class ProgressBars(ProgressContext context) : IProgressBoard
{
    public static Task RunAsync(IAnsiConsole console, Func<IProgressBoard, Task> work) =>
        console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context => work(new ProgressBars(context)));

    public IProgressBar Add(string title, long expected) =>
        new Bar(context.AddTask(Markup.Escape(title), maxValue: Math.Max(expected, 1)));

    private sealed class Bar(ProgressTask task) : IProgressBar
    {
        public void Advance(int amount) => task.Increment(amount);

        public void Set(long done, long expected)
        {
            if (expected > 0)
            {
                task.MaxValue = expected;
                task.Value = Math.Min(done, expected);
            }
        }

        public void End()
        {
            task.Value = task.MaxValue;
            task.StopTask();
        }
    }
}

/// <summary>Progress as plain lines, for logs and pipes: when a piece begins, at each quarter, and when it has ended.</summary>
internal sealed class ProgressLines(ConsoleTexts texts) : IProgressBoard
{
    public IProgressBar Add(string title, long expected)
    {
        texts.WriteLine(expected > 0 ? string.Create(CultureInfo.InvariantCulture, $"{title}: {expected} rows ...") : title + " ...");
        return new Lines(texts, title, expected);
    }

    private sealed class Lines(ConsoleTexts texts, string title, long size) : IProgressBar
    {
        private long _done;
        private long _told;

        public void Advance(int amount) => Set(_done + amount, size);

        public void Set(long done, long expected)
        {
            _done = done;
            long quarters = expected > 0 ? Math.Min(done * 4 / expected, 3) : 0;
            if (quarters > _told)
            {
                _told = quarters;
                texts.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {quarters * 25} %"));
            }
        }

        public void End() => texts.WriteLine(title + ": done");
    }
}
