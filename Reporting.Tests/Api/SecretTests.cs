using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using Azure.Core.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Reporting.Tests.Api;

public sealed class SecretTests(AzuriteServer azurite)
{
    [Fact]
    public async Task No_log_line_holds_a_link_or_a_token()
    {
        using var log = new Lines();
        using var azure = new AzureEventSourceListener((_, message) => log.Add(message), EventLevel.Verbose);
        await using ApiHost host = await ApiHost.StartAsync(azurite, log: log);
        string token = host.AdminToken;
        string id = (await host.ExportAsync("""{"report":"usage"}""")).GetProperty("id").GetString()!;
        foreach (string what in (string[])["", "/file", "/manifest"])
        {
            await host.SendAsync(HttpMethod.Get, $"/api/exports/{id}{what}", token: token);
        }

        await host.SendAsync(HttpMethod.Get, "/api/exports", token: token + "x");
        await host.SendAsync(HttpMethod.Get, "/api/exports", token: "mat-0123456789");

        Assert.NotEmpty(log.All);
        Assert.DoesNotContain(log.All, line => line.Contains("sig=", StringComparison.OrdinalIgnoreCase) && !line.Contains("sig=REDACTED", StringComparison.Ordinal));
        Assert.DoesNotContain(log.All, line => line.Contains(token.Split('.')[2], StringComparison.Ordinal));
        Assert.DoesNotContain(log.All, line => line.Contains("mat-0123456789", StringComparison.Ordinal));
        Assert.DoesNotContain(log.All, line => line.Contains("AccountKey=", StringComparison.Ordinal));
    }

    /// <summary>Keeps every line.</summary>
    internal sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = new();

        public void Add(string line) => All.Enqueue(line);

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Add(formatter(state, exception) + " " + exception);
    }
}
