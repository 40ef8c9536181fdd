using Spectre.Console;

namespace Reporting.Local.CommandLine;

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
