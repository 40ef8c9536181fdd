using Microsoft.IdentityModel.JsonWebTokens;
using Reporting.Local.CommandLine;
using Spectre.Console;

namespace Reporting.Tests.Local.CommandLine;

public sealed class TokenCommandTests
{
    [Fact]
    public async Task It_prints_one_token_and_nothing_else()
    {
        Assert.Equal("admin@localhost", await SubjectOfAsync("token"));
        Assert.Equal("user@localhost", await SubjectOfAsync("token", "--user"));
    }

    private static async Task<string> SubjectOfAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        Assert.Equal(0, await LocalCommandLine.RunAsync(arguments, new ConsoleTexts(console, console)));
        string line = Assert.Single(output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return new JsonWebTokenHandler().ReadJsonWebToken(line.Trim()).Subject;
    }
}
