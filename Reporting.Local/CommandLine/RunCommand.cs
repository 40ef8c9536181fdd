using Reporting.Local.Hosting;
using Reporting.Local.Sample;

namespace Reporting.Local.CommandLine;

/// <summary>Runs the host until it is stopped.</summary>
internal sealed class RunCommand(ConsoleTexts texts)
{
    public async Task<int> RunAsync(LocalSettings settings, CancellationToken cancellationToken)
    {
        await using (LocalHost host = await LocalHost.StartAsync(settings, texts.WriteLine, cancellationToken))
        {
            if (host.Azurite is not null)
            {
                await SampleLoader.LoadIfEmptyAsync(host, texts.WriteLine, cancellationToken);
            }

            foreach (string line in NextSteps.Of(host, texts.Output.Profile.Out.IsTerminal))
            {
                texts.WriteLine(line);
            }

            try
            {
                await host.WaitForShutdownAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Ctrl-C is how this command ends.
            }
        }

        texts.WriteLine("Ended.");
        return 0;
    }
}
