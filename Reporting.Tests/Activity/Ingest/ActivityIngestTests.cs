using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;
using Reporting.Activity;
using Reporting.Activity.Ingest;
using Reporting.Activity.Records;

namespace Reporting.Tests.Activity.Ingest;

public sealed class ActivityIngestTests(AzuriteServer azurite)
{
    [Fact]
    public async Task Bad_lines_are_named_and_every_good_line_is_stored()
    {
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);
        string longest = new('\u00e9', 32_768);
        string[] lines =
        [
            Line("good-1"),
            """{"id":"e-2","timestamp":""",
            Line("time", timestamp: "2026-01-28T08:46:57"),
            Line(new string('i', 41)),
            Line("with/slash"),
            Line("lone", description: "before \\ud800 after"),
            Line("long", description: new string('x', 40_000)),
            Line("huge", description: new string('x', 200_000)),
            Line("escaped", description: string.Concat(Enumerable.Repeat("\\u00e9", 32_768))),
            Line("good-2"),
        ];
        IngestResult result = await IngestAsync(rig, AuditEvents.Kind, string.Join("\r\n", lines));

        Assert.Equal([2, 3, 4, 5, 7, 8], result.BadLines.Select(line => line.Number));
        Assert.Equal(["", "timestamp", "id", "id", "description", ""], result.BadLines.Select(line => line.Field));
        Assert.Contains("well-formed JSON", result.BadLines[0].Message, StringComparison.Ordinal);
        Assert.Contains("with a zone", result.BadLines[1].Message, StringComparison.Ordinal);
        Assert.Contains("1 to 40 characters", result.BadLines[2].Message, StringComparison.Ordinal);
        Assert.Contains("1 to 40 characters", result.BadLines[3].Message, StringComparison.Ordinal);
        Assert.Contains("at most 32,768 characters (UTF-16 units), not 40,000", result.BadLines[4].Message, StringComparison.Ordinal);
        Assert.Contains("longer than 198,000 bytes", result.BadLines[5].Message, StringComparison.Ordinal);
        Assert.Equal((10, 4, 4, 6, true), (result.Received, result.Accepted, result.Inserted, result.Refused, result.Complete));

        Dictionary<string, TableEntity> rows = (await rig.RowsAsync(AuditEvents.Table)).ToDictionary(row => row.GetString("id"), StringComparer.Ordinal);
        Assert.Equal(["escaped", "good-1", "good-2", "lone"], rows.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("before \uFFFD after", rows["lone"].GetString("description"));
        Assert.Equal(longest, rows["escaped"].GetString("description"));
    }

    [Fact]
    public async Task Lines_beyond_one_call_are_not_read_and_that_is_said()
    {
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);
        var limits = new IngestLimits(MaxRows: 5, PortionRows: 2);
        IngestResult result = await rig.Ingest.IngestAsync(AuditEvents.Kind, Lines(string.Join('\n', Enumerable.Range(0, 8).Select(number => Line("e" + number)))), "platform", limits, null, TestContext.Current.CancellationToken);
        Assert.Equal((5, 5, 1, false), (result.Received, result.Accepted, result.Refused, result.Complete));
        BadLine told = Assert.Single(result.BadLines);
        Assert.Equal(6, told.Number);
        Assert.Contains("at most 5 lines", told.Message, StringComparison.Ordinal);
        Assert.Equal(5, (await rig.RowsAsync(AuditEvents.Table)).Count);
        Assert.Equal(10_000, IngestLimits.Call.MaxRows);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("._-")]
    [InlineData("\\u0000\\u200b\\ufeff\\u00a0")]
    [InlineData("\\u3164\\u2800\\u0301")]
    [InlineData("\\ud800")]
    [InlineData("…“”")]
    public async Task Required_text_that_says_nothing_is_refused_by_its_field(string text)
    {
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);
        string[] fields = ["userId", "target", "action", "description"];
        string line = Line("e");
        string[] lines =
        [
            line.Replace("\"u\"", $"\"{text}\"", StringComparison.Ordinal), line.Replace("\"t\"", $"\"{text}\"", StringComparison.Ordinal),
            line.Replace(":\"a\"", $":\"{text}\"", StringComparison.Ordinal), line.Replace("\"d\"", $"\"{text}\"", StringComparison.Ordinal),
        ];
        IngestResult result = await IngestAsync(rig, AuditEvents.Kind, string.Join('\n', lines));
        Assert.Equal(fields, result.BadLines.Select(bad => bad.Field));
        Assert.All(result.BadLines, bad => Assert.Equal("takes text with at least one letter, digit or symbol", bad.Message));

        string commit = """{"commitId":"c","runId":"r","recipeRunCreatedAt":"2026-01-28T08:00:00Z","repositoryOrigin":"$","repositoryPath":"p","repositoryBranch":"b","type":"Direct","commitState":"COMPLETED","commitUserEmail":"m","commitCreatedAt":"2026-01-28T10:46:57Z","commitModifiedAt":"2026-01-28T10:46:58Z","message":"","stateMessage":" "}""";
        result = await IngestAsync(rig, Commits.Kind, commit.Replace("$", text, StringComparison.Ordinal) + "\n" + commit.Replace("$", "o", StringComparison.Ordinal));
        Assert.Equal((1, "repositoryOrigin"), (result.Accepted, Assert.Single(result.BadLines).Field));
    }

    [Theory]
    [InlineData("é")]
    [InlineData("日本")]
    [InlineData("7")]
    [InlineData("🎉")]
    [InlineData("- a")]
    public async Task Text_with_a_letter_a_digit_or_a_symbol_is_taken(string text)
    {
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);
        Assert.Equal(1, (await IngestAsync(rig, AuditEvents.Kind, Line("e", description: text))).Accepted);
    }

    [Fact]
    public async Task Times_ahead_of_the_clock_by_more_than_the_setting_says_are_refused()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 28, 0, 0, 0, TimeSpan.Zero));
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, time, new IngestOptions { MaxFutureMinutes = 60 });
        IngestResult result = await IngestAsync(rig, AuditEvents.Kind, string.Join('\n', Line("a", "2026-01-28T01:00:00Z"), Line("b", "2026-01-28T01:00:00.001Z"), Line("c", "9999-12-31T23:59:59.999Z")));
        Assert.Equal([(2L, "timestamp"), (3L, "timestamp")], result.BadLines.Select(line => (line.Number, line.Field)));
        Assert.Equal("is 9999-12-31T23:59:59.999Z, more than 60 minutes ahead of the service's clock, 2026-01-28T00:00:00.000Z (setting Ingest:MaxFutureMinutes)", result.BadLines[1].Message);

        // A state from the far future would never be replaced.
        string run = """{"runId":"r","recipeId":"x","recipeRunState":"QUEUED","repositoryOrigin":"o","repositoryPath":"p","repositoryBranch":"b","recipeRunUserEmail":"u","recipeRunCreatedAt":"2026-01-28T00:00:00Z","recipeRunUpdatedAt":"$"}""";
        result = await IngestAsync(rig, RecipeRuns.Kind, run.Replace("$", "9999-12-31T00:00:00Z", StringComparison.Ordinal) + "\n" + run.Replace("$", "2026-01-28T00:00:01Z", StringComparison.Ordinal));
        Assert.Equal((1L, "recipeRunUpdatedAt"), (result.Accepted, Assert.Single(result.BadLines).Field));
    }

    [Fact]
    public async Task The_first_hundred_bad_lines_are_listed_and_all_are_counted()
    {
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);
        IEnumerable<string> lines = Enumerable.Range(1, 300).Select(number => number % 2 == 0 ? "{" : Line("bad/id"));
        IngestResult result = await IngestAsync(rig, AuditEvents.Kind, string.Join('\n', lines));
        Assert.Equal((300, 0, 300), (result.Received, result.Accepted, result.Refused));
        Assert.Equal(Enumerable.Range(1, 100).Select(number => (long)number), result.BadLines.Select(line => line.Number));
    }

    [Fact]
    public async Task Progress_is_told_after_each_portion()
    {
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);
        var told = new List<long>();
        await rig.Ingest.IngestAsync(
            AuditEvents.Kind, Lines(string.Join('\n', Enumerable.Range(0, 7).Select(number => Line("e" + number)))), "platform", new IngestLimits(long.MaxValue, 3), new Told(told), TestContext.Current.CancellationToken);
        Assert.Equal([3, 6, 7], told);
    }

    [Fact]
    public async Task A_line_whose_commit_has_another_run_time_is_refused_by_number()
    {
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);
        IngestResult result = await IngestAsync(rig, Commits.Kind, CommitLine("2026-01-28T08:00:00Z") + "\n\n" + CommitLine("2026-01-28T09:00:00Z"));
        Assert.Equal((2, 1, 1), (result.Received, result.Accepted, result.Refused));
        Assert.Equal("recipeRunCreatedAt", result.BadLines[0].Field);
        Assert.Single(await rig.RowsAsync(Commits.TableByRun));

        static string CommitLine(string runTime) => """{"commitId":"c","runId":"r","recipeRunCreatedAt":"$","repositoryOrigin":"o","repositoryPath":"p","repositoryBranch":"b","type":"Direct","commitState":"COMPLETED","commitUserEmail":"m","commitCreatedAt":"2026-01-28T10:46:57Z","commitModifiedAt":"2026-01-28T10:46:58Z"}""".Replace("$", runTime, StringComparison.Ordinal);
    }

    private static string Line(string id, string timestamp = "2026-01-28T08:46:57.012Z", string description = "d") => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"id":"{{id}}","timestamp":"{{timestamp}}","userId":"u","target":"t","action":"a","actionType":"Read","description":"{{description}}","outcome":"Success"}""");

    private static Task<IngestResult> IngestAsync(ActivityRig rig, RecordKind kind, string text) => rig.Ingest.IngestAsync(kind, Lines(text), "platform", TestContext.Current.CancellationToken);

    private static MemoryStream Lines(string text) => new(Encoding.UTF8.GetBytes(text));

    private sealed class Told(List<long> values) : IProgress<long>
    {
        public void Report(long value) => values.Add(value);
    }
}
