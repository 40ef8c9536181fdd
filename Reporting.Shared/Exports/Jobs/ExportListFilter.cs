using Azure.Data.Tables;

namespace Reporting.Exports.Jobs;

/// <summary>The OData filter of a list of jobs. At most 14 comparisons, of the 15 that the Table service takes.</summary>
internal static class ExportListFilter
{
    public static string Of(ExportListQuery query)
    {
        var clauses = new List<string> { TableClient.CreateQueryFilter($"PartitionKey eq {ExportJobEntity.Partition}") };
        if (query.ContinuationToken is { } last)
        {
            clauses.Add(TableClient.CreateQueryFilter($"RowKey gt {last}"));
        }

        // Ids carry inverted time, so earlier jobs have larger ids.
        if (query.CreatedBefore is { } before)
        {
            string first = ExportIds.FirstAt(before - TimeSpan.FromMilliseconds(1));
            clauses.Add(TableClient.CreateQueryFilter($"RowKey ge {first}"));
        }

        string end = query.CreatedSince is { } since ? ExportIds.FirstAt(since - TimeSpan.FromMilliseconds(1)) : RunningExports.RowKeyPrefix;
        clauses.Add(TableClient.CreateQueryFilter($"RowKey lt {end}"));

        AddEquality(clauses, "report", query.Report);
        AddEquality(clauses, "requestedBy", query.RequestedBy);
        AddEquality(clauses, "engine", query.Engine);
        if (query.ExpiresBefore is { } expires)
        {
            string text = ExportTime.Format(expires);
            clauses.Add(TableClient.CreateQueryFilter($"expiresAt lt {text}"));
        }

        if (query.DeletionPending)
        {
            clauses.Add("deletionPending eq true");
        }

        ExportState[] wanted = [.. query.States.Distinct()];
        if (wanted.Length > 0 && wanted.Length < ExportStateNames.All.Count)
        {
            IEnumerable<string> states = wanted.Select(ExportStateNames.NameOf).Select(name => TableClient.CreateQueryFilter($"state eq {name}"));
            clauses.Add("(" + string.Join(" or ", states) + ")");
        }

        return string.Join(" and ", clauses);
    }

    private static void AddEquality(List<string> clauses, string column, string? value)
    {
        if (value is not null)
        {
            clauses.Add(column + " eq " + TableClient.CreateQueryFilter($"{value}"));
        }
    }
}
