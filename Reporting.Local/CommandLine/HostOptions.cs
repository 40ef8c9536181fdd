using System.CommandLine;
using Reporting.Local.Hosting;

namespace Reporting.Local.CommandLine;

/// <summary>The options of the host and their way into <see cref="LocalSettings"/>.</summary>
internal sealed class HostOptions
{
    private readonly Option<string?> _urls = new("--urls") { Description = "Addresses to listen on, separated by ';' (default: http://localhost:7071).", HelpName = "URLS" };
    private readonly Option<int?> _port = new("--port") { Description = "Port to listen on, on localhost (default: 7071).", HelpName = "PORT" };
    private readonly Option<string?> _data = new("--data") { Description = "Folder of Azurite's data (default: .reporting in the repository).", HelpName = "FOLDER" };
    private readonly Option<bool> _allowSignIn = new("--allow-development-sign-in") { Description = "Accept development tokens although ReportingStorage names an account." };
    private readonly Option<bool> _runSchedules = new("--run-schedules") { Description = "Run schedules and retention although ReportingStorage names an account." };
    private readonly Option<string[]> _set = new("--set") { Description = "A setting (docs/configuration.md), such as Exports:LinkMinutes=30. Can be given several times.", HelpName = "NAME=VALUE" };

    public HostOptions()
    {
        _port.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port is < 1 or > 65535))
            {
                result.AddError($"--port takes a number from 1 to 65535, not '{result.Tokens[0].Value}'.");
            }
        });
        _set.Validators.Add(result =>
        {
            foreach (System.CommandLine.Parsing.Token token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) <= 0))
            {
                result.AddError($"--set takes NAME=VALUE, not '{token.Value}'.");
            }
        });
    }

    public void AddTo(Command command)
    {
        command.Add(_urls);
        command.Add(_port);
        command.Add(_data);
        command.Add(_allowSignIn);
        command.Add(_runSchedules);
        command.Add(_set);
    }

    public LocalSettings Read(ParseResult result)
    {
        var overrides = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (string setting in result.GetValue(_set) ?? [])
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            overrides[setting[..equals].Replace("__", ":", StringComparison.Ordinal)] = setting[(equals + 1)..];
        }

        string? urls = result.GetValue(_urls);
        if (urls is null && result.GetValue(_port) is { } port)
        {
            urls = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}");
        }

        return new LocalSettings
        {
            Urls = urls, DataFolder = result.GetValue(_data), AllowDevelopmentSignIn = result.GetValue(_allowSignIn),
            RunSchedules = result.GetValue(_runSchedules), Overrides = overrides,
        };
    }
}
