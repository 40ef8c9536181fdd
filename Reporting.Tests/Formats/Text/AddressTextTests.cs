using System.Net;
using System.Net.Sockets;
using FsCheck;
using FsCheck.Fluent;
using Reporting.Formats.Text;

namespace Reporting.Tests.Formats.Text;

public sealed class AddressTextTests
{
    [Theory]
    [InlineData("10.0.0.1", AddressKind.IPv4)]
    [InlineData("255.255.255.255", AddressKind.IPv4)]
    [InlineData("0.0.0.0", AddressKind.IPv4)]
    [InlineData("::ffff:1.2.3.4", AddressKind.IPv4)]
    [InlineData("::", AddressKind.IPv6)]
    [InlineData("::1", AddressKind.IPv6)]
    [InlineData("1::", AddressKind.IPv6)]
    [InlineData("1:2:3:4:5:6:7:8", AddressKind.IPv6)]
    [InlineData("1:2:3:4:5:6:7::", AddressKind.IPv6)]
    [InlineData("::2:3:4:5:6:7:8", AddressKind.IPv6)]
    [InlineData("64:ff9b::1.2.3.4", AddressKind.IPv6)]
    [InlineData("1:2:3:4:5:6:1.2.3.4", AddressKind.IPv6)]
    [InlineData("", AddressKind.Other)]
    [InlineData(":", AddressKind.Other)]
    [InlineData(":::", AddressKind.Other)]
    [InlineData("1:2:3:4:5:6:7", AddressKind.Other)]
    [InlineData("1:2:3:4:5:6:7:8:9", AddressKind.Other)]
    [InlineData("1:2:3:4:5:6:7:8::", AddressKind.Other)]
    [InlineData("1::2::3", AddressKind.Other)]
    [InlineData("1:2:3:4:5:6:7:1.2.3.4", AddressKind.Other)]
    [InlineData("1.2.3.4::", AddressKind.Other)]
    [InlineData("12345::", AddressKind.Other)]
    [InlineData("::g", AddressKind.Other)]
    [InlineData("fe80::1%eth0", AddressKind.Other)]
    [InlineData("[::1]", AddressKind.Other)]
    [InlineData("1.2.3", AddressKind.Other)]
    [InlineData("1.2.3.4.5", AddressKind.Other)]
    [InlineData("1.2.3.256", AddressKind.Other)]
    [InlineData("1.2.3.04", AddressKind.Other)]
    [InlineData("1.2.3.+4", AddressKind.Other)]
    [InlineData("1.2.3.4 ", AddressKind.Other)]
    internal void Addresses_are_told_apart(string address, AddressKind expected) => Assert.Equal(expected, Classify(address).Kind);

    [Fact]
    public void Every_address_that_dotnet_writes_is_read_the_same()
    {
        Gen<byte[]> bytes = Gen.OneOf(
            Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(4),
            Gen.Frequency((3, Gen.Constant((byte)0)), (1, Gen.Choose(0, 255).Select(value => (byte)value))).ArrayOf(16),
            Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(4).Select(last => (byte[])[.. new byte[10], 0xFF, 0xFF, .. last]));
        Prop.ForAll(Arb.From(bytes), address =>
        {
            var known = new IPAddress(address);
            (AddressKind kind, string dotted) = Classify(known.ToString());
            bool isIPv4 = known.AddressFamily == AddressFamily.InterNetwork || known.IsIPv4MappedToIPv6;
            return kind == (isIPv4 ? AddressKind.IPv4 : AddressKind.IPv6) && dotted == (isIPv4 ? known.MapToIPv4().ToString() : "");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 500)));
    }

    [Fact]
    public void Whatever_is_read_as_an_address_is_one_to_dotnet()
    {
        Gen<string> text = Gen.Elements("0", "1", "ff", "ffff", "255", "256", ":", "::", ".", "1.2.3.4", "fe80", "g").ListOf()
            .Select(string.Concat);
        Prop.ForAll(Arb.From(text), address => Classify(address).Kind == AddressKind.Other || IPAddress.TryParse(address, out _))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 500)));
    }

    private static (AddressKind Kind, string Dotted) Classify(string address)
    {
        Span<byte> dotted = stackalloc byte[AddressText.MaxIPv4Length];
        AddressKind kind = AddressText.Classify(Encoding.UTF8.GetBytes(address), dotted, out int length);
        return (kind, Encoding.UTF8.GetString(dotted[..length]));
    }
}
