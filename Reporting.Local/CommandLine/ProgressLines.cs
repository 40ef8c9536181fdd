using System.Globalization;

namespace Reporting.Local.CommandLine;

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
