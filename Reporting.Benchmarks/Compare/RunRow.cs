using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;

namespace Reporting.Benchmarks.Compare;

/// <summary>A recipe run as a class, the way the SDK's typed queries want it.</summary>
internal sealed class RunRow : ITableEntity
{
    [DataMember(Name = "runId")]
    public string? RunId { get; set; }

    [DataMember(Name = "recipeId")]
    public string? RecipeId { get; set; }

    [DataMember(Name = "recipeName")]
    public string? RecipeName { get; set; }

    [DataMember(Name = "organizationId")]
    public string? OrganizationId { get; set; }

    [DataMember(Name = "recipeRunState")]
    public string? RecipeRunState { get; set; }

    [DataMember(Name = "repositoryOrigin")]
    public string? RepositoryOrigin { get; set; }

    [DataMember(Name = "repositoryPath")]
    public string? RepositoryPath { get; set; }

    [DataMember(Name = "repositoryBranch")]
    public string? RepositoryBranch { get; set; }

    [DataMember(Name = "recipeRunUserEmail")]
    public string? RecipeRunUserEmail { get; set; }

    [DataMember(Name = "errorMarkers")]
    public int? ErrorMarkers { get; set; }

    [DataMember(Name = "warningMarkers")]
    public int? WarningMarkers { get; set; }

    [DataMember(Name = "infoMarkers")]
    public int? InfoMarkers { get; set; }

    [DataMember(Name = "debugMarkers")]
    public int? DebugMarkers { get; set; }

    [DataMember(Name = "totalFilesResults")]
    public int? TotalFilesResults { get; set; }

    [DataMember(Name = "totalFilesSearched")]
    public int? TotalFilesSearched { get; set; }

    [DataMember(Name = "totalFilesChanges")]
    public int? TotalFilesChanges { get; set; }

    [DataMember(Name = "timeSavingsInMinutes")]
    public int? TimeSavingsInMinutes { get; set; }

    [DataMember(Name = "astLoadInMilliseconds")]
    public int? AstLoadInMilliseconds { get; set; }

    [DataMember(Name = "recipeRunInMilliseconds")]
    public int? RecipeRunInMilliseconds { get; set; }

    [DataMember(Name = "dependencyResolutionInMilliseconds")]
    public int? DependencyResolutionInMilliseconds { get; set; }

    [DataMember(Name = "recipeRunCreatedAt")]
    public string? RecipeRunCreatedAt { get; set; }

    [DataMember(Name = "recipeRunUpdatedAt")]
    public string? RecipeRunUpdatedAt { get; set; }

    [DataMember(Name = "stack")]
    public string? Stack { get; set; }

    [DataMember(Name = "priority")]
    public string? Priority { get; set; }

    [CsvHelper.Configuration.Attributes.Ignore]
    public string PartitionKey { get; set; } = "";

    [CsvHelper.Configuration.Attributes.Ignore]
    public string RowKey { get; set; } = "";

    [CsvHelper.Configuration.Attributes.Ignore]
    public DateTimeOffset? Timestamp { get; set; }

    [CsvHelper.Configuration.Attributes.Ignore]
    public ETag ETag { get; set; }
}
