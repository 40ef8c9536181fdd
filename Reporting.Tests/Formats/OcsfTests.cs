using System.Text.Json.Nodes;
using Reporting.Formats;
using Reporting.Tests.Rows;

namespace Reporting.Tests.Formats;

public sealed class OcsfTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 28, 8, 46, 57, 12, TimeSpan.Zero);
    private readonly OcsfChecker _checker = new();

    [Fact]
    public void An_event_has_every_field_of_the_record()
    {
        IRowEncoder encoder = Encoder(Encoded.Options with { Tenant = "acme" });
        Assert.Equal(
            """
            {"activity_id":1,"activity_name":"Create","type_uid":600301,"type_name":"API Activity: Create","category_uid":6,"category_name":"Application Activity","class_uid":6003,"class_name":"API Activity","time":1769590017012,"severity_id":1,"severity":"Informational","status_id":1,"status":"Success","metadata":{"version":"1.4.0","product":{"name":"Reporting","vendor_name":"Moderne","version":"1.2.3"},"tenant_uid":"acme","log_name":"audit-logs","uid":"e-1"},"actor":{"user":{"name":"ann@example.com"}},"api":{"operation":"create.token","service":{"name":"access.tokens"}},"src_endpoint":{"ip":"10.1.2.3"},"http_request":{"user_agent":"curl/8"},"message":"Created \"x\""}
            """,
            Encoded.Row(encoder, Event()));
    }

    [Theory]
    [InlineData(null, "name", "unknown")]
    [InlineData("", "name", "unknown")]
    [InlineData("host.example", "name", "host.example")]
    [InlineData("::ffff:10.1.2.3", "ip", "10.1.2.3")]
    [InlineData("2001:db8::1", "ip", "2001:db8::1")]
    [InlineData("0000:0000:0000:0000:0000:0001:255.255.255.255", "name", "0000:0000:0000:0000:0000:0001:255.255.255.255")]
    public void The_source_is_an_address_or_a_name(string? address, string key, string expected)
    {
        JsonElement source = Checked(Event(address: address)).GetProperty("src_endpoint");
        Assert.Equal(expected, source.GetProperty(key).GetString());
        Assert.Single(source.EnumerateObject());
    }

    [Fact]
    public void An_own_event_says_where_it_comes_from_and_who_vouches_for_its_user()
    {
        JsonElement own = Checked(Event(issuer: "https://login.example.com", subject: "4711", origin: "service"));
        JsonElement user = own.GetProperty("actor").GetProperty("user");
        Assert.Equal(("service", "e-1"), (own.GetProperty("metadata").GetProperty("log_provider").GetString(), own.GetProperty("metadata").GetProperty("uid").GetString()));
        Assert.Equal(("ann@example.com", "4711", "https://login.example.com"), (user.GetProperty("name").GetString(), user.GetProperty("uid").GetString(), user.GetProperty("domain").GetString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("._-")]
    [InlineData("\u200B ")]
    public void Old_rows_whose_text_says_nothing_have_attributes_that_do(string text)
    {
        JsonElement checkedEvent = Checked(RowBuilder.Of("e-1", Time, text, text, text, "Create", text, "Success", null, null, null, null, null));
        Assert.Equal("unknown", checkedEvent.GetProperty("actor").GetProperty("user").GetProperty("name").GetString());
        Assert.Equal("""{"operation":"unknown","service":{"name":"unknown"}}""", checkedEvent.GetProperty("api").GetRawText());
    }

    [Theory]
    [InlineData("Success", 1, "Success")]
    [InlineData("Failed", 2, "Failure")]
    [InlineData("Started", 99, "Started")]
    public void The_outcome_is_the_status(string outcome, int number, string name)
    {
        JsonElement checkedEvent = Checked(Event(outcome: outcome));
        Assert.Equal(number, checkedEvent.GetProperty("status_id").GetInt32());
        Assert.Equal(name, checkedEvent.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("Create", "Success", "x", 1, 1)]
    [InlineData("Read", "Started", "x", 2, 1)]
    [InlineData("Update", "Success", "x", 3, 1)]
    [InlineData("Delete", "Success", "x", 4, 2)]
    [InlineData("Delete", "Failed", "x", 4, 3)]
    [InlineData("Read", "Failed", "refuse.access", 2, 4)]
    public void Activity_and_severity_follow_the_event(string type, string outcome, string action, int activity, int severity)
    {
        JsonElement checkedEvent = Checked(Event(actionType: type, outcome: outcome, action: action, target: "exports"));
        Assert.Equal(activity, checkedEvent.GetProperty("activity_id").GetInt32());
        Assert.Equal(600300 + activity, checkedEvent.GetProperty("type_uid").GetInt64());
        Assert.Equal(severity, checkedEvent.GetProperty("severity_id").GetInt32());
    }

    [Fact]
    public void All_real_events_hold_to_the_schema() => AllHold(TestRecords.Real(SharedData.AuditEvents));

    [Fact]
    public void Hard_events_hold_to_the_schema() => AllHold(TestRecords.HardAuditEvents(LongTests.Cases(quick: 1000), seed: 35));

    [Theory]
    [InlineData("time", null, "time is required")]
    [InlineData("src_endpoint", null, "src_endpoint is required")]
    [InlineData("src_endpoint", "{}", "src_endpoint does not have at_least_one")]
    [InlineData("src_endpoint", """{"ip":"host"}""", "src_endpoint.ip is not of the form of ip_t")]
    [InlineData("src_endpoint", """{"ip":"10.1.2.3","port":70000}""", "src_endpoint.port is out of the range")]
    [InlineData("actor", """{"user":{"nickname":"x","name":"y"}}""", "actor.user.nickname is unknown")]
    [InlineData("actor", """{"session":{}}""", "actor.session is of type session: not pinned")]
    [InlineData("api", """{"service":{"name":"x"}}""", "api.operation is required")]
    [InlineData("metadata", """{"version":"1.4.0"}""", "metadata.product is required")]
    [InlineData("metadata", """{"version":"1.0.0","product":{"name":"x"}}""", "metadata.version is not the pinned one")]
    [InlineData("activity_id", "7", "activity_id has no value 7")]
    [InlineData("activity_id", "2", "activity_name does not go with activity_id 2")]
    [InlineData("activity_id", "\"1\"", "activity_id is no integer_t")]
    [InlineData("status_id", "99", "")]
    [InlineData("status_id", "2", "status does not go with status_id 2")]
    [InlineData("time", "1769590017012.5", "time is no timestamp_t")]
    [InlineData("time", "\"now\"", "time is no timestamp_t")]
    [InlineData("type_uid", "600302", "type_uid is 600302, not 600301")]
    [InlineData("class_uid", "6002", "class_uid is 6002, not 6003")]
    [InlineData("sourceAddress", "\"x\"", "sourceAddress is unknown")]
    public void The_judge_of_these_tests_refuses_what_the_schema_does(string attribute, string? value, string expected)
    {
        JsonObject changed = JsonNode.Parse(Encoded.Row(Encoder(Encoded.Options), Event()))!.AsObject();
        changed.Remove(attribute);
        if (value is not null)
        {
            changed[attribute] = JsonNode.Parse(value);
        }

        using JsonDocument document = JsonDocument.Parse(changed.ToJsonString());
        string wrongs = string.Join("; ", _checker.Check(document.RootElement));
        Assert.StartsWith(expected, wrongs, StringComparison.Ordinal);
        Assert.Equal(expected.Length == 0, wrongs.Length == 0);
    }

    private static IRowEncoder Encoder(FormatOptions options) =>
        new OcsfFormat().CreateEncoder(Encoded.SchemaOf(TestRecords.AuditNames), [], options);

    private static BuiltRow Event(
        string target = "access.tokens", string action = "create.token", string actionType = "Create", string outcome = "Success",
        string? address = "10.1.2.3", string? issuer = null, string? subject = null, string? origin = null) =>
        RowBuilder.Of("e-1", Time, "ann@example.com", target, action, actionType, "Created \"x\"", outcome, address, "curl/8", issuer, subject, origin);

    private JsonElement Checked(BuiltRow row)
    {
        using JsonDocument document = JsonDocument.Parse(Encoded.Row(Encoder(Encoded.Options), row));
        Assert.Empty(_checker.Check(document.RootElement));
        return document.RootElement.Clone();
    }

    private void AllHold(TestRecords records)
    {
        string[] lines = Encoded.StrictUtf8.GetString(Encoded.File(Encoder(Encoded.Options), records.Rows)).Split('\n')[..^1];
        Assert.Equal(records.Values.Count, lines.Length);
        for (int row = 0; row < lines.Length; row++)
        {
            using JsonDocument document = JsonDocument.Parse(lines[row]);
            JsonElement read = document.RootElement;
            object?[] values = records.Values[row];
            Assert.Empty(_checker.Check(read));
            Assert.Equal(((DateTimeOffset)values[1]!).ToUnixTimeMilliseconds(), read.GetProperty("time").GetInt64());
            Encoded.AssertSame(
                [.. ((int[])[0, 2, 3, 4, 6, 9, 10, 11, 12]).Select(column => column is 2 or 3 or 4 ? CefExpectation.OrUnknown(TestRecords.CsvOf(values[column])) : TestRecords.CsvOf(values[column]))],
                [
                    read.GetProperty("metadata").GetProperty("uid").GetString()!,
                    read.GetProperty("actor").GetProperty("user").GetProperty("name").GetString()!,
                    read.GetProperty("api").GetProperty("service").GetProperty("name").GetString()!,
                    read.GetProperty("api").GetProperty("operation").GetString()!,
                    read.TryGetProperty("message", out JsonElement message) ? message.GetString()! : "",
                    read.TryGetProperty("http_request", out JsonElement request) ? request.GetProperty("user_agent").GetString()! : "",
                    read.GetProperty("actor").GetProperty("user").TryGetProperty("domain", out JsonElement issuer) ? issuer.GetString()! : "",
                    read.GetProperty("actor").GetProperty("user").TryGetProperty("uid", out JsonElement subject) ? subject.GetString()! : "",
                    read.GetProperty("metadata").TryGetProperty("log_provider", out JsonElement origin) ? origin.GetString()! : "",
                ]);
        }
    }
}
