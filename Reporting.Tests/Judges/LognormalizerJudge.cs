using Reporting.Tests.Formats;

namespace Reporting.Tests.Judges;

/// <summary>What liblognorm's CEF parser, the one behind rsyslog's normalisation, reads from our lines.</summary>
internal static class LognormalizerJudge
{
    /// <summary>
    /// Reads CEF lines, in one process. This parser wants a space after the last header pipe, which the standard does not have: it is
    /// added here, for the check only.
    /// </summary>
    public static async Task<List<CefEvent>> ReadCefAsync(IEnumerable<string> lines, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("reporting-judge-");
        try
        {
            string rules = Path.Combine(folder.FullName, "cef.rulebase");
            await File.WriteAllTextAsync(rules, "version=2\nrule=:%f:cef%\n", cancellationToken);
            byte[] input = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => SpaceAfterHeader(line) + "\n")));
            byte[] output = await Judge.RunAsync("lognormalizer", ["-r", rules, "-e", "json"], input, cancellationToken);
            return [.. Encoding.UTF8.GetString(output).TrimEnd('\n').Split('\n').Select(Parse)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static CefEvent Parse(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        Assert.True(document.RootElement.TryGetProperty("f", out JsonElement fields), "lognormalizer did not understand: " + line);
        string Field(string name) => fields.GetProperty(name).GetString()!;
        return new CefEvent(
            Field("DeviceVendor"),
            Field("DeviceProduct"),
            Field("DeviceVersion"),
            Field("SignatureID"),
            Field("Name"),
            int.Parse(Field("Severity"), CultureInfo.InvariantCulture),
            [.. fields.GetProperty("Extensions").EnumerateObject()
                .Select(member => new KeyValuePair<string, string>(member.Name, member.Value.GetString()!))]);
    }

    private static string SpaceAfterHeader(string line)
    {
        int at = 0;
        for (int pipes = 0; pipes < 7; at++)
        {
            if (line[at] == '\\')
            {
                at++;
            }
            else if (line[at] == '|')
            {
                pipes++;
            }
        }

        return line.Insert(at, " ");
    }
}
