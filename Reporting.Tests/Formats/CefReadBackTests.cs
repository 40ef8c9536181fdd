using FsCheck;
using FsCheck.Fluent;
using Reporting.Formats;
using Reporting.Tests.Judges;
using Reporting.Tests.Rows;

namespace Reporting.Tests.Formats;

/// <summary>What we write as CEF, others read back equal, but for the replacements, the trim and the cut that docs/formats.md names.</summary>
public sealed class CefReadBackTests
{
    private static readonly FormatOptions Options = Encoded.Options with { Tenant = "acme|=\\", DeviceHost = "reporting.example.com" };

    [Fact]
    public void Any_event_comes_back_equal()
    {
        Gen<string> text = Gen.Elements(HardText.Pieces).ListOf().Select(string.Concat);
        Gen<object?[]> events = text.Four().SelectMany(texts => Gen.Choose(0, int.MaxValue - 1).Select(seed =>
        {
            object?[] values = TestRecords.HardAuditEvent(new Random(seed));
            (values[0], values[3], values[4], values[6]) = (texts.Item1, texts.Item2, texts.Item3, texts.Item4);
            return values;
        }));
        Prop.ForAll(Arb.From(events), values => AssertEqual(values, CefDecoder.Decode(Encoded.Row(Encoder(), RowBuilder.Of(values)))))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 300)));
    }

    [Fact]
    public void The_strict_decoder_reads_all_real_events_equal() => DecoderReadsEqual(TestRecords.Real(SharedData.AuditEvents));

    [Fact]
    public void The_strict_decoder_reads_hard_events_equal() =>
        DecoderReadsEqual(TestRecords.HardAuditEvents(LongTests.Cases(quick: 1000), seed: 32));

    [Fact]
    public Task Lognormalizer_reads_all_real_events_equal() => LognormalizerReadsEqualAsync(TestRecords.Real(SharedData.AuditEvents));

    [Fact]
    public Task Lognormalizer_reads_hard_events_equal() =>
        LognormalizerReadsEqualAsync(TestRecords.HardAuditEvents(LongTests.Cases(quick: 1000), seed: 33));

    private static IRowEncoder Encoder() => new CefFormat().CreateEncoder(Encoded.SchemaOf(TestRecords.AuditNames), [], Options);

    private static string[] LinesOf(TestRecords records)
    {
        string file = Encoded.StrictUtf8.GetString(Encoded.File(Encoder(), records.Rows));
        Assert.EndsWith("\n", file, StringComparison.Ordinal);
        string[] lines = file[..^1].Split('\n');
        Assert.Equal(records.Values.Count, lines.Length);
        return lines;
    }

    private static void DecoderReadsEqual(TestRecords records)
    {
        string[] lines = LinesOf(records);
        for (int row = 0; row < lines.Length; row++)
        {
            AssertEqual(records.Values[row], CefDecoder.Decode(lines[row]));
        }
    }

    private static void AssertEqual(object?[] values, CefEvent decoded)
    {
        Assert.Equal(("Moderne", "Reporting", "1.2.3"), (decoded.Vendor, decoded.Product, decoded.DeviceVersion));
        Assert.Equal(CefExpectation.ClassId((string?)values[3], (string?)values[4]), decoded.ClassId);
        Assert.Equal(CefExpectation.Words((string?)values[4]), decoded.Name);
        Encoded.AssertSame([.. CefExpectation.ExtensionOf(values, Options.Tenant, Options.DeviceHost)], [.. decoded.Extension]);
    }

    private static async Task LognormalizerReadsEqualAsync(TestRecords records)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        List<CefEvent> read = await LognormalizerJudge.ReadCefAsync(LinesOf(records), cancellationToken);
        Assert.Equal(records.Values.Count, read.Count);
        for (int row = 0; row < read.Count; row++)
        {
            AssertEqual(records.Values[row], read[row]);
        }
    }
}
