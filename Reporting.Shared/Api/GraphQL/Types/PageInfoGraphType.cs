using GraphQL.Types;

namespace Reporting.Api.GraphQL.Types;

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
