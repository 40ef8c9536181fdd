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

/// <summary>Where a page of a connection stands.</summary>
internal sealed class PageInfoGraphType : ObjectGraphType<ConnectionPageInfo>
{
    public PageInfoGraphType()
    {
        Name = "PageInfo";
        Description = "Where a page of a connection stands.";
        Field(page => page.HasNextPage).Description("Whether there may be more behind it.");
        Field(page => page.HasPreviousPage).Description("Whether it is not the first page.");
        Field(page => page.StartCursor, nullable: true).Description("Cursor of its first item.");
        Field(page => page.EndCursor, nullable: true).Description("What to send as after to go on. A page may be empty and still have one: go on then.");
    }
}

/// <summary>An item of a connection and its cursor.</summary>
internal sealed record ConnectionEdge<T>(string Cursor, T Node);

/// <summary>Where a page of a connection stands.</summary>
internal sealed record ConnectionPageInfo(bool HasNextPage, bool HasPreviousPage, string? StartCursor, string? EndCursor);
