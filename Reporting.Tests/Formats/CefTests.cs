using FsCheck;
using FsCheck.Fluent;
using Reporting.Formats;
using Reporting.Tests.Rows;

namespace Reporting.Tests.Formats;

public sealed class CefTests
{
    private static readonly string[] LimitedKeys =
        ["externalId", "suser", "act", "cat", "cs2", "requestClientApplication", "deviceExternalId", "dvchost"];

    private static readonly DateTimeOffset Time = new(2026, 1, 28, 8, 46, 57, 12, TimeSpan.Zero);

    [Fact]
    public void An_event_is_one_line_with_keys_in_order()
    {
        IRowEncoder encoder = Encoder(Encoded.Options with { Tenant = "acme", DeviceHost = "reporting.example.com" });

        Assert.Equal(
            "CEF:0|Moderne|Reporting|1.2.3|access.tokens:create.token|Create token|3|rt=1769590017012 externalId=e-1 suser=ann@example.com "
            + "act=create.token cat=access.tokens outcome=success src=10.1.2.3 requestClientApplication=Mozilla/5.0 deviceExternalId=acme "
            + "dvchost=reporting.example.com cs1=Create cs1Label=actionType msg=Created \"x|y\"",
            Encoded.Row(encoder, Event(description: "Created \"x|y\"", userAgent: "Mozilla/5.0")));
    }

    [Fact]
    public void Absent_values_leave_out_their_keys()
    {
        IRowEncoder encoder = Encoder(Encoded.Options);
        Assert.Equal(
            "CEF:0|Moderne|Reporting|1.2.3|access.tokens:create.token|Create token|3|rt=1769590017012 externalId=e-1 suser=ann@example.com "
            + "act=create.token cat=access.tokens outcome=started cs1=Create cs1Label=actionType",
            Encoded.Row(encoder, Event(outcome: "Started", address: null, description: " \t\n\u2028")));
    }

    [Theory]
    [InlineData("a|b", "a|b")]
    [InlineData("a=b", "a\\=b")]
    [InlineData("a\\b", "a\\\\b")]
    [InlineData("\\n", "\\\\n")]
    [InlineData("\\=", "\\\\\\=")]
    [InlineData("a\nb\rc\r\nd", "a\\nb\\rc\\r\\nd")]
    [InlineData("a\tb\0c\u007Fd\u0085e\u009Ff", "a b c d e f")]
    [InlineData("a\u2028b\u2029c", "a b c")]
    [InlineData("a\u00A0b…“c”", "a\u00A0b…“c”")]
    [InlineData("  a b \t\n", "a b")]
    public void Extension_values_are_escaped_by_the_standard(string description, string expected) =>
        Assert.EndsWith(" msg=" + expected, Encoded.Row(Encoder(Encoded.Options), Event(description: description)), StringComparison.Ordinal);

    [Theory]
    [InlineData("a|b", "a\\|b")]
    [InlineData("a\\b", "a\\\\b")]
    [InlineData("a=b", "a=b")]
    [InlineData("a\r\nb\u2028c\u0085d", "a  b c d")]
    public void Header_fields_are_escaped_by_the_standard(string target, string expected) =>
        Assert.Contains("|" + expected + ":create.token|", Encoded.Row(Encoder(Encoded.Options), Event(target: target)), StringComparison.Ordinal);

    [Theory]
    [InlineData("create.token", "Create token")]
    [InlineData("list.scm_tokens-all", "List scm tokens all")]
    [InlineData("élargir", "Élargir")]
    [InlineData("2fa.enable", "2fa enable")]
    [InlineData("a|b\\c", "A\\|b\\\\c")]
    [InlineData(".hidden", "Hidden")]
    [InlineData("", "Unknown")]
    [InlineData("._-", "Unknown")]
    [InlineData("\u200B\u3164", "Unknown")]
    public void The_name_is_the_action_in_words(string action, string expected) =>
        Assert.Contains("|" + expected + "|3|rt=", Encoded.Row(Encoder(Encoded.Options), Event(action: action)), StringComparison.Ordinal);

    [Theory]
    [InlineData("Read", "Success", "recipes", "view.recipe", 1)]
    [InlineData("Read", "Started", "recipes", "view.recipe", 1)]
    [InlineData("Create", "Success", "exports", "create.export", 3)]
    [InlineData("Update", "Success", "commits", "commit.recipe.run", 3)]
    [InlineData("Delete", "Success", "access.tokens", "delete.token", 5)]
    [InlineData("Read", "Failed", "recipes", "view.recipe", 6)]
    [InlineData("Delete", "Failed", "access.tokens", "delete.token", 6)]
    [InlineData("Create", "Failed", "exports", "create.export", 6)]
    [InlineData("Read", "Failed", "recipes", "refuse.access", 6)]
    [InlineData("Read", "Failed", "audit.logs", "refuse.access", 7)]
    [InlineData("Create", "Failed", "exports", "refuse.access", 7)]
    [InlineData("Update", "Failed", "schedules", "refuse.access", 7)]
    public void Severity_follows_action_type_outcome_and_refusal(string type, string outcome, string target, string action, int severity) =>
        Assert.Equal(severity, CefDecoder.Decode(
            Encoded.Row(Encoder(Encoded.Options), Event(actionType: type, outcome: outcome, target: target, action: action))).Severity);

    [Theory]
    [InlineData("192.168.0.1", "src=192.168.0.1")]
    [InlineData("::ffff:192.168.0.1", "src=192.168.0.1")]
    [InlineData("::FFFF:c0a8:1", "src=192.168.0.1")]
    [InlineData("0:0:0:0:0:ffff:192.168.0.1", "src=192.168.0.1")]
    [InlineData("2001:db8::1", "cs2=2001:db8::1 cs2Label=sourceAddress")]
    [InlineData("host.example.com", "cs2=host.example.com cs2Label=sourceAddress")]
    [InlineData("192.168.0.256", "cs2=192.168.0.256 cs2Label=sourceAddress")]
    [InlineData("192.168.000.1", "cs2=192.168.000.1 cs2Label=sourceAddress")]
    [InlineData("192.168.1", "cs2=192.168.1 cs2Label=sourceAddress")]
    public void Only_IPv4_is_a_source_address(string address, string expected) =>
        Assert.Contains(" outcome=success " + expected + " cs1=", Encoded.Row(Encoder(Encoded.Options), Event(address: address)), StringComparison.Ordinal);

    [Theory]
    [InlineData(1023, 1023, false)]
    [InlineData(1024, 1023, true)]
    [InlineData(30_000, 1023, true)]
    public void A_long_message_is_cut_and_says_so(int length, int expected, bool cut)
    {
        string message = CefDecoder.Decode(Encoded.Row(Encoder(Encoded.Options), Event(description: new string('=', length))))["msg"]!;
        Assert.Equal(expected, message.Length);
        Assert.Equal(cut, message.EndsWith('…'));
    }

    [Theory]
    [InlineData(1021)]
    [InlineData(1022)]
    [InlineData(1023)]
    public void A_cut_never_goes_through_a_character(int before)
    {
        string description = new string('x', before) + "🎉" + new string('y', 10);
        string message = CefDecoder.Decode(Encoded.Row(Encoder(Encoded.Options), Event(description: description)))["msg"]!;
        Assert.Equal(new string('x', Math.Min(before, 1022)) + "…", message);
    }

    [Fact]
    public void Each_key_keeps_to_its_length()
    {
        string text = new('é', 5000);
        CefEvent decoded = CefDecoder.Decode(Encoded.Row(
            Encoder(Encoded.Options with { Tenant = text, DeviceHost = text }),
            Event(id: text, user: text, target: text, action: text, address: text, userAgent: text)));

        Assert.Equal(
            [40, 1023, 63, 1023, 1023, 1023, 255, 100],
            LimitedKeys.Select(key => decoded[key]!.Length));
    }

    [Theory]
    [InlineData(5000, 5000, 511, 511)]
    [InlineData(5, 5000, 5, 1017)]
    [InlineData(5000, 5, 1017, 5)]
    [InlineData(600, 422, 600, 422)]
    public void The_class_id_keeps_to_its_length_and_of_the_action_at_least_half(int target, int action, int targetKept, int actionKept)
    {
        CefEvent decoded = CefDecoder.Decode(Encoded.Row(Encoder(Encoded.Options), Event(target: new string('|', target - 1) + "t", action: new string('é', action))));
        string[] parts = decoded.ClassId.Split(':');
        Assert.Equal((targetKept, actionKept), (parts[0].Length, parts[1].Length));
        Assert.Equal(Math.Min(action, 512), decoded.Name.Length);
    }

    [Fact]
    public void Vendor_and_version_keep_to_their_lengths()
    {
        CefEvent decoded = CefDecoder.Decode(Encoded.Row(Encoder(Encoded.Options with { Vendor = new string('|', 100) + "v", ProductVersion = new string('1', 100) }), Event()));
        Assert.Equal((63, 31), (decoded.Vendor.Length, decoded.DeviceVersion.Length));
    }

    [Theory]
    [InlineData("", "", "unknown:unknown")]
    [InlineData("._-", "create.token", "unknown:create.token")]
    [InlineData("access.tokens", " ", "access.tokens:unknown")]
    public void Old_rows_whose_text_says_nothing_have_a_class_id_that_does(string target, string action, string expected) =>
        Assert.Equal(expected, CefDecoder.Decode(Encoded.Row(Encoder(Encoded.Options), Event(target: target, action: action))).ClassId);

    [Fact]
    public void Whatever_comes_a_line_stays_below_32_KiB_with_every_key()
    {
        Gen<string> text = Gen.Elements("|", "\\", "=", "\n", "\r\n", "x", "é", "日", "🎉", "\0", "\u2028", ".", " ", "\uD800").ListOf().Select(string.Concat)
            .SelectMany(piece => Gen.Elements(1, 400, 3000).Select(times => piece.Length == 0 ? "" : string.Concat(Enumerable.Repeat(piece, times))[..Math.Min(32_768, piece.Length * times)]));
        Prop.ForAll(Arb.From(text.ArrayOf(9)), texts =>
        {
            FormatOptions options = Encoded.Options with { Vendor = texts[7], Tenant = texts[8], DeviceHost = texts[8] };
            string line = Encoded.Row(Encoder(options), Event(texts[0], texts[1], texts[2], texts[3], "Create", texts[4], "Success", "cs2:" + texts[5], "agent " + texts[6]));
            CefEvent decoded = CefDecoder.Decode(line);
            return Encoded.StrictUtf8.GetByteCount(line) < 32_000
                && decoded is { ClassId.Length: >= 3 and <= 1023, Name.Length: >= 1 and <= 512, Vendor.Length: <= 63 }
                && decoded["rt"] is not null && decoded["cs1"] is "Create" && decoded["outcome"] is "success" && decoded["cs2Label"] is "sourceAddress";
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Enabled ? 2_000 : 100));
    }

    [Fact]
    public void The_whole_record_is_needed_whatever_columns_are_asked() =>
        Assert.Equal(TestRecords.AuditNames, new CefFormat().RequiredColumns(Encoded.ColumnsOf("userId")));

    [Theory]
    [InlineData("CEF:0|a|b|c|d|e|3")]
    [InlineData("CEF:0|a|b|c|d|e|11|rt=1769590017012")]
    [InlineData("CEF:0|a|b|c|d|e\\n|3|rt=1769590017012")]
    [InlineData("CEF:0|a|b|c|d|e|3|rt=1769590017012 msg=a=b")]
    [InlineData("CEF:0|a|b|c|d|e|3|rt=1769590017012 msg=a\\tb")]
    [InlineData("CEF:0|a|b|c|d|e|3|rt=1769590017012 msg=a\\|b")]
    [InlineData("CEF:0|a|b|c|d|e|3|rt=1769590017012 msg=a\tb")]
    [InlineData("CEF:0|a|b|c|d|e|3|rt=1769590017012 msg=")]
    [InlineData("CEF:0|a|b|c|d|e|3|rt=1769590017012 msg=a ")]
    [InlineData("CEF:0|a|b|c|d|e|3|rt=1769590017012 act=a act=b")]
    [InlineData("CEF:0|a|b|c|d|e|3|rt=1769590017012 cs1=a")]
    [InlineData("CEF:0|a|b|c|d|e|3|rt=1769590017")]
    [InlineData("CEF:0|a|b|c|d|e|3|src=::1")]
    [InlineData("CEF:0|a|b|c|d|e|3|nokey=x")]
    public void The_judge_of_these_tests_refuses_what_the_standard_does(string line) =>
        Assert.Throws<FormatException>(() => CefDecoder.Decode(line));

    private static IRowEncoder Encoder(FormatOptions options) =>
        new CefFormat().CreateEncoder(Encoded.SchemaOf(TestRecords.AuditNames), [], options);

    private static BuiltRow Event(
        string? id = "e-1", string? user = "ann@example.com", string? target = "access.tokens", string? action = "create.token",
        string actionType = "Create", string? description = null, string outcome = "Success", string? address = "10.1.2.3",
        string? userAgent = null) =>
        RowBuilder.Of(id, Time, user, target, action, actionType, description, outcome, address, userAgent, null, null, null);
}
