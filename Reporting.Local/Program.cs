using Reporting.Local.CommandLine;

return await LocalCommandLine.RunAsync(args, ConsoleTexts.OfProcess());
