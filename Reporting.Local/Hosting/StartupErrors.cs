using Microsoft.Extensions.Options;
using Reporting.Local.CommandLine;

namespace Reporting.Local.Hosting;

/// <summary>The words for what the user can mend when the host does not start, or does not go on.</summary>
internal static class StartupErrors
{
    public static UserErrorException WrongAccount(InvalidOperationException exception) => new(exception.Message, exception);

    /// <param name="exception">What is wrong.</param>
    /// <param name="offerDevelopmentSignIn">Whether development tokens would do.</param>
    public static UserErrorException WrongSettings(OptionsValidationException exception, bool offerDevelopmentSignIn) => new(
        $"A setting is wrong: {string.Join(" ", exception.Failures)}{(offerDevelopmentSignIn ? " Or start with --allow-development-sign-in, to try it with development tokens." : "")}", exception);

    public static UserErrorException WrongSetting(InvalidOperationException exception) => new($"A setting is wrong: {exception.Message}", exception);

    /// <summary>Not in the words of the clients' constructors: they may hold a part of the connection string, and so of a key.</summary>
    public static UserErrorException WrongConnectionString(string setting, Exception exception) => new(
        $"The setting {setting} is no connection string of a storage account, such as DefaultEndpointsProtocol=https;AccountName=...;AccountKey=...;EndpointSuffix=core.windows.net.", exception);

    public static UserErrorException UnusableStorage(Exception exception) =>
        new($"The storage account (ReportingStorage) cannot be used: {exception.Message.ReplaceLineEndings(" ")}", exception);

    public static UserErrorException UnusableTaskHub(Exception exception) =>
        new($"The storage account of the task hub (TaskHubStorage) cannot be used: {exception.GetBaseException().Message.ReplaceLineEndings(" ")}", exception);

    public static UserErrorException CannotListen(IReadOnlyList<Uri> addresses, Exception exception) =>
        new($"The host cannot listen on {string.Join(" and ", addresses)}: {exception.Message}", exception);

    public static UserErrorException AzuriteEnded(string? dataFolder) => new("Azurite has ended by itself, so the host ends too. Start it again: the data is in " + dataFolder + ".");
}
