using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Access;
using Reporting.Activity.Auditing;

namespace Reporting.Tests.Api.Auditing;

/// <summary>Where an event comes from, and whose name stands in it.</summary>
public sealed class OriginTests(AzuriteServer azurite)
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 28, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("azp", "billing-worker", "billing-worker")]
    [InlineData("client_id", "billing-worker", "billing-worker")]
    [InlineData("appid", "0d5c7a3e-1111-2222-3333-444455556666", "0d5c7a3e-1111-2222-3333-444455556666")]
    [InlineData("azp", " ", "u-1")]
    [InlineData("azp", null, "u-1")]
    public async Task The_origin_is_the_tokens_client_or_its_subject(string claim, string? value, string origin)
    {
        await using WriterAttack attack = await WriterAttack.StartAsync(azurite, "writer");
        string token = attack.Forge.Make(payload: body => (body["roles"], body[claim]) = (WriterAttack.Writer, value));
        await attack.SendAsAsync(token, WriterAttack.Line("e-1", Noon));
        Assert.Equal(origin, Assert.Single(await attack.RowsAsync()).GetString("origin"));
    }

    [Theory]
    [InlineData("email", "Moderne")]
    [InlineData("email", "moderne ")]
    [InlineData("email", "M\u043Ederne")]
    [InlineData("email", "Mod\u200Berne")]
    [InlineData("email", "Moderne, because the schedule daily was deleted")]
    [InlineData("email", "Moderne (system)")]
    [InlineData("email", "ANONYMOUS")]
    [InlineData("email", "service")]
    [InlineData("azp", "service")]
    [InlineData("azp", "SERV\u0456CE")]
    public async Task A_token_that_bears_the_systems_name_is_refused(string claim, string value)
    {
        await using WriterAttack attack = await WriterAttack.StartAsync(azurite, "both");
        string token = attack.Forge.Make(payload: body => (body["roles"], body[claim]) = (WriterAttack.Both, value));

        ApiResponse answer = (await attack.PostAsync(token, WriterAttack.Line("e-1", Noon))).IsProblem(403);
        Assert.EndsWith(":reserved-name", answer.Json.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Empty(await attack.RowsAsync());

        await attack.Host.Services.GetRequiredService<RefusalAudit>().FlushAsync(isEnding: true, Token);
        Assert.Equal("anonymous", Assert.Single(await attack.RowsAsync()).GetString("userId"));
    }

    [Theory]
    [InlineData("moderne.admin@example.com")]
    [InlineData("Modernes")]
    [InlineData("service-desk")]
    public async Task A_name_that_only_holds_the_systems_is_let_in(string name)
    {
        await using WriterAttack attack = await WriterAttack.StartAsync(azurite, "both");
        Assert.Equal(200, (await attack.Host.SendAsync(HttpMethod.Get, "/api/audit-logs", token: attack.Forge.Make("email", name))).Status);
    }

    [Fact]
    public async Task Equal_names_of_two_issuers_can_be_told_apart_in_every_format()
    {
        await using WriterAttack attack = await WriterAttack.StartAsync(azurite, "both");
        await attack.Host.SendAsync(HttpMethod.Get, "/api/audit-logs", token: attack.Forge.Make(payload: body => (body["email"], body["sub"]) = ("admin@localhost", "4711")));
        await attack.Host.GetAsync("/api/audit-logs");
        attack.Host.Time.Advance(TimeSpan.FromMinutes(1));

        foreach ((string format, string issuer, string subject, string own) in new[]
        {
            ("JSONL", $"\"issuer\":\"{attack.Issuer}\"", "\"subject\":\"4711\"", "\"origin\":\"service\""),
            ("CEF", $" cs4={attack.Issuer} cs4Label=issuer", " suid=4711", " cs3=service cs3Label=origin"),
            ("OCSF", $"\"domain\":\"{attack.Issuer}\"", "\"uid\":\"4711\"", "\"log_provider\":\"service\""),
        })
        {
            string[] lines = (await attack.Host.GetAsync("/api/audit-logs/feed?format=" + format)).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.All(lines, line => Assert.Contains(own, line, StringComparison.Ordinal));
            Assert.Single(lines, line => line.Contains(issuer, StringComparison.Ordinal) && line.Contains(subject, StringComparison.Ordinal));
            Assert.Contains(lines, line => line.Contains(DevelopmentIssuer.Issuer, StringComparison.Ordinal) && !line.Contains("4711", StringComparison.Ordinal));
        }

        JsonElement[] shown = [.. (await attack.Host.GetAsync("/api/audit-logs?user=admin@localhost")).Json.GetProperty("items").EnumerateArray()];
        Assert.Contains(shown, item => item.GetProperty("issuer").GetString() == attack.Issuer && item.GetProperty("subject").GetString() == "4711");
        JsonElement node = (await attack.Host.PostAsync("/api/graphql", """{"query":"{ auditLogs(first: 50) { nodes { userId origin issuer subject } } }"}""")).Json;
        Assert.Contains($"\"issuer\":\"{attack.Issuer}\",\"subject\":\"4711\"", node.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_an_export_names_the_issuer_of_who_asked_for_it()
    {
        await using WriterAttack attack = await WriterAttack.StartAsync(azurite, "both");
        ApiResponse started = await attack.Host.SendAsync(HttpMethod.Post, "/api/exports", """{"report":"usage"}""", attack.Forge.Make());
        await attack.Host.Runner.EndOfAsync(started.Json.GetProperty("id").GetString()!);

        TableEntity finish = Assert.Single(await attack.OwnRowsAsync(), row => row.GetString("action") == "finish.export");
        Assert.Equal(("ada@example.com", attack.Issuer, "u-1"), (finish.GetString("userId"), finish.GetString("issuer"), finish.GetString("subject")));
    }
}
