using System.Diagnostics;

namespace Reporting.Tests.WholeSystem;

/// <summary>Inputs made from public bug reports, which lie beside the repository in <c>../shared/field-cases</c>: each <c>run.py</c> ends with 0 when the service is right.</summary>
public sealed class FieldCasesTests(AzuriteServer azurite)
{
    private static readonly string s_folder = Path.Combine(SharedData.RepositoryRoot, "..", "shared", "field-cases");

    public static TheoryData<string> Cases => Directory.Exists(s_folder)
        ? [.. Directory.GetDirectories(s_folder).Where(folder => File.Exists(Path.Combine(folder, "run.py"))).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)]
        : ["absent"];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_case_ends_well(string name)
    {
        LongTests.SkipUnlessEnabled();
        Assert.SkipUnless(Directory.Exists(s_folder), "the field cases are absent: ../shared/field-cases");
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using ServiceUnderTest service = await ServiceUnderTest.StartAsync(azurite, cancellationToken);
        var start = new ProcessStartInfo("python3", ["-B", Path.Combine(s_folder, name, "run.py")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["REPORTING_URL"] = service.Address.OriginalString.TrimEnd('/');
        start.Environment["REPORTING_TOKEN"] = service.Token;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        Assert.True(process.ExitCode == 0, $"{name} ended with {process.ExitCode}: {output} {await errors}");
    }
}
