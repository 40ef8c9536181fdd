using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Text.RegularExpressions;

namespace Reporting.Tests.Secrets;

/// <summary>
/// Listens to every log of the test run's process, the storage library's and those of all hosts that keep the default event source, and fails
/// the run at its end when a line held a signature of a link or an account's key.
/// </summary>
public sealed partial class SecretScanner : IDisposable
{
    private readonly Listener _listener = new();

    /// <summary>Lines heard so far.</summary>
    public long Lines => _listener.Lines;

    /// <summary>Lines that held a secret.</summary>
    public IReadOnlyCollection<string> Found => _listener.Found;

    /// <summary>Whether a line holds a signature of a link or a key of an account.</summary>
    public static bool HoldsSecret(string line) => Secret().IsMatch(line);

    public void Dispose()
    {
        _listener.Dispose();
        if (!_listener.Found.IsEmpty)
        {
            throw new InvalidOperationException("A log line holds a secret: " + string.Join('\n', _listener.Found.Take(3)));
        }
    }

    // What the storage library blacks out by itself reads sig=REDACTED.
    [GeneratedRegex("sig=(?!REDACTED)[A-Za-z0-9%+/]{20}|AccountKey=[A-Za-z0-9+/]{20}", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Secret();

    private sealed class Listener : EventListener
    {
        // Fields are set before the base constructor calls OnEventSourceCreated for the sources that exist.
        private readonly ConcurrentQueue<string> _found = new();
        private long _lines;

        public ConcurrentQueue<string> Found => _found;

        public long Lines => Interlocked.Read(ref _lines);

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name.StartsWith("Azure-", StringComparison.Ordinal))
            {
                EnableEvents(eventSource, EventLevel.Informational);
            }
            else if (string.Equals(eventSource.Name, "Microsoft-Extensions-Logging", StringComparison.Ordinal))
            {
                const EventKeywords FormattedMessage = (EventKeywords)4;
                EnableEvents(eventSource, EventLevel.Informational, FormattedMessage);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            Interlocked.Increment(ref _lines);
            foreach (object? value in eventData.Payload ?? [])
            {
                if (value is string text && HoldsSecret(text))
                {
                    _found.Enqueue($"{eventData.EventSource.Name} {eventData.EventName}: {text}");
                }
            }
        }
    }
}
