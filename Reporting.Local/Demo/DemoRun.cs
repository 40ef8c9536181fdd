using Reporting.Local.Client;
using Reporting.Local.CommandLine;
using Reporting.Reports.Definitions;

namespace Reporting.Local.Demo;

/// <summary>Imports, exports, downloads and tells, over nothing but the HTTP API.</summary>
internal sealed class DemoRun(ConsoleTexts texts, Uri address, string token, TimeProvider time)
{
    private static readonly string[] Reports = [.. ReportCatalogue.All.Select(report => report.Name)];

    /// <summary>Runs the demo; 1 when a line was refused or an export failed, else 0.</summary>
    public async Task<int> RunAsync(DemoInput input, string output, CancellationToken cancellationToken)
    {
        using var client = new ReportingClient(address, token, time);
        int refused = await ImportAsync(client, input, cancellationToken);
        List<DemoRow> rows = [];
        await Progress.RunAsync(texts, async board =>
        {
            foreach (string report in Reports)
            {
                rows.Add(await ExportAsync(client, report, output, board, cancellationToken));
            }
        });
        DemoTable.Write(texts, rows);
        int failed = rows.Count(row => row.File is null);
        if (refused > 0)
        {
            texts.WriteError(
                string.Create(CultureInfo.InvariantCulture, $"{refused} lines were refused, see above; the others are in the files."));
        }

        return refused + failed > 0 ? 1 : 0;
    }

    private async Task<int> ImportAsync(ReportingClient client, DemoInput input, CancellationToken cancellationToken)
    {
        List<(ActivityFile File, IngestResponse Response)> answers = [];
        await Progress.RunAsync(texts, async board =>
        {
            foreach ((ActivityFile file, int lines) in input.Files)
            {
                IProgressBar bar = board.Add("import " + file.Name, lines);
                answers.Add((file, await new ActivityImporter(client).ImportAsync(file, bar.Advance, cancellationToken)));
                bar.End();
            }
        });
        foreach ((ActivityFile file, IngestResponse answer) in answers)
        {
            foreach ((int line, string reason) in answer.BadLines)
            {
                texts.WriteError(string.Create(CultureInfo.InvariantCulture, $"{file.Name} line {line}: {reason}"));
            }

            if (answer.Refused > answer.BadLines.Count)
            {
                texts.WriteError(string.Create(CultureInfo.InvariantCulture, $"{file.Name}: {answer.Refused - answer.BadLines.Count} more lines were refused."));
            }
        }

        return (int)answers.Sum(answer => answer.Response.Refused);
    }

    private async Task<DemoRow> ExportAsync(
        ReportingClient client, string report, string output, IProgressBoard board, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        IProgressBar bar = board.Add("export " + report, 0);
        string id = await client.StartExportAsync(new { report, format = "CSV" }, cancellationToken);
        ExportResponse answer = await client.WaitForExportAsync(
            id, answer => bar.Set(answer.RowsDone, answer.RowsExpected), cancellationToken);
        if (!answer.IsSuccessful || answer.Url is null)
        {
            texts.WriteError($"The export of {report} ended as {answer.State}: {answer.StateMessage}");
            bar.End();
            return new DemoRow(report, 0, 0, time.GetElapsedTime(started), null);
        }

        string path = await client.DownloadAsync(new Uri(answer.Url), output, cancellationToken);
        bar.End();
        return new DemoRow(report, answer.RowCount, new FileInfo(path).Length, time.GetElapsedTime(started), path);
    }
}
