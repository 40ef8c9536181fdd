using System.CommandLine;
using Reporting.Access;
using Reporting.Composition;
using Reporting.Storage;

namespace Reporting.Local.CommandLine;

/// <summary><c>token</c>: prints a development token, also for a function app that runs on this machine; both hosts share the user's key.</summary>
internal static class TokenCommand
{
    public static Command Create(ConsoleTexts texts)
    {
        var user = new Option<bool>("--user") { Description = "A token of user@localhost, who has no role, instead of the administrator's." };
        var command = new Command("token", "Prints a token of the development sign-in, good for 12 hours on this machine.") { user };
        command.SetAction(result => texts.WriteLine(Issue(result.GetValue(user))));
        return command;
    }

    private static string Issue(bool user)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Configuration.AddEnvironmentVariables();
        builder.Services.AddReporting(builder.Configuration).OfferDevelopmentSignIn();
        builder.Services.AddSingleton(ReportingStorageFactory.Create("UseDevelopmentStorage=true")); // Never called; the sign-in asks whether it is on this machine.
        using IHost host = builder.Build();
        DevelopmentIssuer issuer = host.Services.GetRequiredService<DevelopmentIssuer>();
        return user ? issuer.IssueUserToken() : issuer.IssueAdminToken();
    }
}
