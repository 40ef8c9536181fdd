using GraphQL;
using GraphQL.Types;
using Microsoft.AspNetCore.Http;
using Reporting.Api.Exports;
using Reporting.Exports;
using Reporting.Exports.Files;
using Reporting.Exports.Slices;

namespace Reporting.Api.GraphQL.Types;

/// <summary>A download: the export of a report to a file.</summary>
internal sealed class DownloadGraphType : ObjectGraphType<Download>
{
    public DownloadGraphType()
    {
        Name = "Download";
        Description = "The export of a report to a file. Ask for it again until its state is SUCCESSFUL, then download the file from its url.";
        Text<IdGraphType>("id", download => download.Id, "Its id.");
        Text<StringGraphType>("report", download => download.Report, "Name of the report.");
        Text<StringGraphType>("format", download => download.Format, "Name of the file format.");
        Text<DownloadStateGraphType>("state", download => download.State, "Where it stands.");
        Text<StringGraphType>("stateMessage", download => download.StateMessage, "A sentence about the state; empty when there is nothing to say.");
        Field<StringGraphType>("url").Description("A link to the file while the state is SUCCESSFUL; works without a token until urlExpiresAt.")
            .ResolveAsync(async context => (await LinkAsync(context))?.Url.AbsoluteUri);
        Field<UtcDateTimeGraphType>("urlExpiresAt").Description("When the link ends, 15 minutes after it was asked for unless the service is set up otherwise.")
            .ResolveAsync(async context => (await LinkAsync(context))?.ExpiresAt);
        Text<LongNumberGraphType>("fileSize", download => download.FileSize, "Length of the file in bytes; 0 until known.");
        Text<LongNumberGraphType>("rowCount", download => download.RowCount, "Rows of the file; 0 until known.");
        Field<IntGraphType>("percent").Description("Whole percent done, below 100 until SUCCESSFUL; null until planned.").Resolve(context => context.Source.Response.Progress.Percent);
        Field<StringGraphType>("fileName").Description("Name of the file.").Resolve(context => context.Source.Response.FileName);
        Field<StringGraphType>("sha256").Description("Lower-case hex SHA-256 of the file.").Resolve(context => context.Source.Response.Sha256);
        Text<UtcDateTimeGraphType>("since", download => download.Since, "First event time, inclusive.");
        Text<UtcDateTimeGraphType>("until", download => download.Until, "End of the event times, exclusive.");
        Text<StringGraphType>("requestedBy", download => download.RequestedBy, "Who asked.");
        Text<UtcDateTimeGraphType>("createdAt", download => download.CreatedAt, "When it was asked for.");
        Field<UtcDateTimeGraphType>("endedAt").Description("When it ended.").Resolve(context => context.Source.Response.EndedAt);
        Field<UtcDateTimeGraphType>("expiresAt").Description("When the file is deleted.").Resolve(context => context.Source.Response.ExpiresAt);
    }

    private void Text<T>(string name, Func<ExportResponse, object> read, string description)
        where T : GraphType =>
        Field<NonNullGraphType<T>>(name).Description(description).Resolve(context => read(context.Source.Response));

    private static Task<Reporting.Exports.Files.ExportLink?> LinkAsync(IResolveFieldContext<Download> context) =>
        context.Source.GetLinkAsync(context.GetHttpContext(), context.GetService<ExportLinkMinter>(), context.CancellationToken);
}

/// <summary>The states of a download.</summary>
internal sealed class DownloadStateGraphType : EnumerationGraphType
{
    public DownloadStateGraphType()
    {
        Name = "DownloadState";
        Description = "Where a download stands.";
        Add("QUEUED", "QUEUED", "Accepted, not yet begun.");
        Add("IN_PROGRESS", "IN_PROGRESS", "Being written.");
        Add("SUCCESSFUL", "SUCCESSFUL", "The file is whole and there: download it from url.");
        Add("FAILED", "FAILED", "Ended without a file; stateMessage says why.");
        Add("CANCELED", "CANCELED", "Cancelled by a user; there is no file.");
        Add("EXPIRED", "EXPIRED", "Was successful; the file has been deleted since.");
    }
}

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

/// <summary>An export as GraphQL shows it. Its link is made once, and only when it is asked for.</summary>
internal sealed class Download(ExportStatus status)
{
    private Task<ExportLink>? _link;

    /// <summary>Its answer without a link.</summary>
    public ExportResponse Response { get; } = ExportResponses.Of(status);

    /// <summary>A link to the file, or null when there is none.</summary>
    public async Task<ExportLink?> GetLinkAsync(HttpContext context, ExportLinkMinter links, CancellationToken cancellationToken) =>
        status.Job.State == ExportState.Successful ? await (_link ??= links.MintFileAsync(context, status.Job, cancellationToken)) : null;
}

/// <summary>A page of downloads.</summary>
internal sealed record DownloadConnection(IReadOnlyList<ConnectionEdge<Download>> Edges, ConnectionPageInfo PageInfo);
