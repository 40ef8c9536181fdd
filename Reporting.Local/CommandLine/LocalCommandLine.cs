using System.CommandLine;
using Microsoft.Extensions.Options;
using Reporting.Local.Demo;
using Reporting.Local.Verify;

namespace Reporting.Local.CommandLine;

/// <summary>The program's commands.</summary>
internal static class LocalCommandLine
{
    /// <summary>Runs the command of the arguments and returns the exit code: 0, 1 for an error that is reported in one line, 130 when interrupted.</summary>
    public static async Task<int> RunAsync(string[] arguments, ConsoleTexts texts)
    {
        using var signals = new ProcessSignals();
        await using CancellationTokenRegistration ending = signals.Token.Register(
            () => texts.WriteError("Ending, and saving the data ... (Ctrl-C once more ends at once)"));
        try
        {
            // Signals and exceptions are handled here, not by the library: it would end the process two seconds after Ctrl-C.
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = texts.Output.Profile.Out.Writer, Error = texts.Error.Profile.Out.Writer };
            return await Create(texts).Parse(arguments).InvokeAsync(configuration, signals.Token);
        }
        catch (UserErrorException exception)
        {
            texts.WriteError(exception.Message);
            return 1;
        }
        catch (OptionsValidationException exception)
        {
            texts.WriteError("A setting is wrong: " + string.Join(" ", exception.Failures));
            return 1;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return 130;
        }
    }

    private static RootCommand Create(ConsoleTexts texts)
    {
        var root = new RootCommand("Runs the reporting service on this machine, for trying, developing and testing.");
        var options = new HostOptions();
        options.AddTo(root);
        root.SetAction((result, cancellationToken) => new RunCommand(texts).RunAsync(options.Read(result), cancellationToken));
        root.Add(DemoCommand.Create(texts));
        root.Add(VerifyCommand.Create(texts));
        root.Add(TokenCommand.Create(texts));
        return root;
    }
}
