using System.Diagnostics;

namespace Reporting.Tests.Judges;

/// <summary>Runs an independent program over what we wrote.</summary>
internal static class Judge
{
    /// <summary>Gives a program its input and takes what it prints. Skips the running test where the program is not installed.</summary>
    public static async Task<byte[]> RunAsync(string program, string[] arguments, byte[] input, CancellationToken cancellationToken)
    {
        Assert.SkipUnless(IsInstalled(program), $"{program} is not installed; .ci/run installs it");
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
        using var output = new MemoryStream();
        Task reading = process.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken);
        await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken);
        process.StandardInput.Close();
        await reading;
        await process.WaitForExitAsync(cancellationToken);
        string error = await errors;
        Assert.True(process.ExitCode == 0, string.Create(CultureInfo.InvariantCulture, $"{program} ended with {process.ExitCode}: {error}"));
        return output.ToArray();
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
