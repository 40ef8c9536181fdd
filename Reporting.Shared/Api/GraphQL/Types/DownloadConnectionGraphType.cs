using GraphQL.Types;

namespace Reporting.Api.GraphQL.Types;

/// <summary>A page of downloads.</summary>
internal sealed class DownloadConnectionGraphType : ObjectGraphType<DownloadConnection>
{
    public DownloadConnectionGraphType()
    {
        Name = "DownloadConnection";
        Description = "A page of downloads, newest first.";
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EdgeGraphType<DownloadGraphType, Download>>>>>("edges").Description("The downloads with their cursors.").Resolve(context => context.Source.Edges);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<DownloadGraphType>>>>("nodes").Description("The downloads.").Resolve(context => context.Source.Edges.Select(edge => edge.Node));
        Field<NonNullGraphType<PageInfoGraphType>>("pageInfo").Description("Where the page stands.").Resolve(context => context.Source.PageInfo);
    }
}
