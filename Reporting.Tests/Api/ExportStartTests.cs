namespace Reporting.Tests.Api;

/// <summary>Starting exports: once for a key, within a person's limit, in few requests to storage.</summary>
public sealed class ExportStartTests(AzuriteServer azurite)
{
    [Fact]
    public async Task One_person_can_have_so_many_running_and_no_more()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite, new Dictionary<string, string?> { ["Exports:MaxRunningPerUser"] = "2" });
        host.Runner.IsHeld = true;
        Assert.Equal(202, (await host.PostAsync("/api/exports", """{"report":"usage"}""")).Status);
        Assert.Equal(202, (await host.PostAsync("/api/exports", """{"report":"usage"}""")).Status);

        ApiResponse third = await host.PostAsync("/api/exports", """{"report":"usage"}""");

        third.IsProblem(429);
        Assert.NotNull(third.Header("Retry-After"));
    }

    [Fact]
    public async Task Of_fifty_simultaneous_starts_as_many_go_through_as_one_person_may_have()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        host.Runner.IsHeld = true;

        ApiResponse[] answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => host.PostAsync("/api/exports", """{"report":"usage"}""", number % 2 == 0 ? [] : [("Idempotency-Key", "k-" + number)])));

        Assert.Equal(5, answers.Count(answer => answer.Status == 202));
        Assert.All(answers.Where(answer => answer.Status != 202), answer => Assert.NotNull(answer.IsProblem(429).Header("Retry-After")));
        string[] started = [.. answers.Where(answer => answer.Status == 202).Select(answer => answer.Json.GetProperty("id").GetString()!).Order(StringComparer.Ordinal)];
        Assert.Equal(started, host.Runner.Started.Order(StringComparer.Ordinal));
        Assert.Equal(started, (await host.GetAsync("/api/exports")).Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!).Order(StringComparer.Ordinal));

        // Two end: of ten more, two go through.
        host.Runner.IsHeld = false;
        foreach (string id in started[..2])
        {
            await host.SendAsync(HttpMethod.Delete, "/api/exports/" + id);
            await host.Runner.EndOfAsync(id);
        }

        host.Runner.IsHeld = true;
        answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => host.PostAsync("/api/exports", """{"report":"commits"}""")));
        Assert.Equal(2, answers.Count(answer => answer.Status == 202));
    }

    [Fact]
    public async Task A_key_whose_request_had_to_wait_is_good_for_it_later()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite, new Dictionary<string, string?> { ["Exports:MaxRunningPerUser"] = "1" });
        host.Runner.IsHeld = true;
        string running = (await host.PostAsync("/api/exports", """{"report":"usage"}""")).Json.GetProperty("id").GetString()!;
        (await host.PostAsync("/api/exports", """{"report":"commits"}""", ("Idempotency-Key", "later"))).IsProblem(429);
        Assert.Equal(202, (await host.SendAsync(HttpMethod.Delete, "/api/exports/" + running)).Status);
        await host.Runner.EndOfAsync(running);

        ApiResponse later = await host.PostAsync("/api/exports", """{"report":"commits"}""", ("Idempotency-Key", "later"));
        ApiResponse again = await host.PostAsync("/api/exports", """{"report":"commits"}""", ("Idempotency-Key", "later"));

        Assert.Equal(202, later.Status);
        Assert.Equal((202, later.Json.GetProperty("id").GetString()), (again.Status, again.Json.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task A_status_of_an_ended_export_is_one_read_and_a_start_is_its_writes_and_one_look_at_the_limit()
    {
        var requests = new RequestCounter();
        await using ApiHost host = await ApiHost.StartAsync(azurite, policies: requests.AsPolicy());
        string id = (await host.ExportAsync("""{"report":"usage"}""")).GetProperty("id").GetString()!;
        await host.GetAsync("/api/exports/" + id);
        host.Runner.IsHeld = true;
        await host.PostAsync("/api/exports", """{"report":"usage"}""");
        requests.Clear();

        await host.GetAsync("/api/exports/" + id);
        string[] status = [.. requests.All];
        requests.Clear();
        Assert.Equal(202, (await host.PostAsync("/api/exports", """{"report":"usage"}""")).Status);
        string[] start = [.. requests.All.Where(request => !IsOfTheMinute(request))];

        Assert.Single(status);
        Assert.Equal(4, start.Length); // The event as started, the limit's row, the job with that row, the event's outcome.
        Assert.Equal(2, start.Count(request => request.Contains("/auditevents", StringComparison.Ordinal)));

        // What a minute's first events announce, and the planner's estimates, which are not awaited.
        static bool IsOfTheMinute(string request) => request.Contains("/touched", StringComparison.Ordinal) || request.Contains("/hourcounts", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_idempotency_key_gives_the_same_export()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        ApiResponse[] answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.PostAsync("/api/exports", """{"report":"usage"}""", ("Idempotency-Key", "k-1"))));
        ApiResponse other = await host.PostAsync("/api/exports", """{"report":"commits"}""", ("Idempotency-Key", "k-1"));

        Assert.All(answers, answer => Assert.Equal(202, answer.Status));
        Assert.Single(answers.Select(answer => answer.Json.GetProperty("id").GetString()).Distinct());
        other.IsProblem(422);
        (await host.PostAsync("/api/exports", """{"report":"commits"}""", ("Idempotency-Key", new string('k', 256)))).IsProblem(400, "Idempotency-Key");
    }
}
