using Reporting.Activity.Records;

namespace Reporting.Activity.Ingest;

/// <summary>Makes records of the checked values of a line.</summary>
internal static class RecordReading
{
    /// <summary>An audit event that came from <paramref name="origin"/>.</summary>
    public static AuditEvent AuditEvent(FieldValues values, string origin) => new()
    {
        Id = values.Text("id"),
        Timestamp = values.Time("timestamp"),
        UserId = values.Text("userId"),
        Target = values.Text("target"),
        Action = values.Text("action"),
        ActionType = values.Named<AuditActionType>("actionType"),
        Description = values.Text("description"),
        Outcome = values.Named<AuditOutcome>("outcome"),
        SourceAddress = values.OptionalText("sourceAddress"),
        UserAgent = values.OptionalText("userAgent"),
        Origin = origin,
    };

    /// <summary>A recipe run.</summary>
    public static RecipeRun RecipeRun(FieldValues values) => new()
    {
        RunId = values.Text("runId"),
        RecipeId = values.Text("recipeId"),
        RecipeName = values.OptionalText("recipeName"),
        OrganizationId = values.OptionalText("organizationId"),
        RecipeRunState = values.Named<RecipeRunState>("recipeRunState"),
        RepositoryOrigin = values.Text("repositoryOrigin"),
        RepositoryPath = values.Text("repositoryPath"),
        RepositoryBranch = values.Text("repositoryBranch"),
        RecipeRunUserEmail = values.Text("recipeRunUserEmail"),
        ErrorMarkers = values.Number("errorMarkers"),
        WarningMarkers = values.Number("warningMarkers"),
        InfoMarkers = values.Number("infoMarkers"),
        DebugMarkers = values.Number("debugMarkers"),
        TotalFilesResults = values.Number("totalFilesResults"),
        TotalFilesSearched = values.Number("totalFilesSearched"),
        TotalFilesChanges = values.Number("totalFilesChanges"),
        TimeSavingsInMinutes = values.Number("timeSavingsInMinutes"),
        AstLoadInMilliseconds = values.Number("astLoadInMilliseconds"),
        RecipeRunInMilliseconds = values.Number("recipeRunInMilliseconds"),
        DependencyResolutionInMilliseconds = values.Number("dependencyResolutionInMilliseconds"),
        RecipeRunCreatedAt = values.Time("recipeRunCreatedAt"),
        RecipeRunUpdatedAt = values.PreciseTime("recipeRunUpdatedAt"),
        Stack = values.OptionalText("stack"),
        Priority = values.OptionalText("priority"),
    };

    /// <summary>A commit.</summary>
    public static CommitRecord Commit(FieldValues values) => new()
    {
        CommitId = values.Text("commitId"),
        RunId = values.Text("runId"),
        RecipeRunCreatedAt = values.Time("recipeRunCreatedAt"),
        OrganizationId = values.OptionalText("organizationId"),
        RepositoryOrigin = values.Text("repositoryOrigin"),
        RepositoryPath = values.Text("repositoryPath"),
        RepositoryBranch = values.Text("repositoryBranch"),
        Type = values.Named<CommitType>("type"),
        CommitState = values.Named<CommitState>("commitState"),
        CommitUserEmail = values.Text("commitUserEmail"),
        CommitCreatedAt = values.Time("commitCreatedAt"),
        CommitModifiedAt = values.PreciseTime("commitModifiedAt"),
        Message = values.OptionalText("message"),
        StateMessage = values.OptionalText("stateMessage"),
    };
}
