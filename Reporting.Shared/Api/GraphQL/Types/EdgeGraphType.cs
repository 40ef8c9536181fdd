using GraphQL.Types;

namespace Reporting.Api.GraphQL.Types;

/// <summary>An item of a connection and its cursor.</summary>
internal sealed class EdgeGraphType<TGraphType, TNode> : ObjectGraphType<ConnectionEdge<TNode>>
    where TGraphType : IGraphType
{
    public EdgeGraphType()
    {
        Name = typeof(TNode).Name + "Edge";
        Description = "An item of a connection and its cursor.";
        Field(edge => edge.Cursor).Description("What to send as after to go on behind this item.");
        Field<NonNullGraphType<TGraphType>>("node").Description("The item.").Resolve(context => context.Source.Node);
    }
}
