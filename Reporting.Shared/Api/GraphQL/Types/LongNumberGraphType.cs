using GraphQL.Types;

namespace Reporting.Api.GraphQL.Types;

/// <summary>The scalar <c>Long</c>: files are longer than <c>Int</c> can tell.</summary>
internal sealed class LongNumberGraphType : LongGraphType
{
    public LongNumberGraphType()
    {
        Name = "Long";
        Description = "A whole number of 64 bits, with its sign.";
    }
}
