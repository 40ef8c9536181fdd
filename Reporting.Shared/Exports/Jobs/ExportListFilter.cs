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

        if (query.CreatedSince is { } since)
        {
            string end = ExportIds.FirstAt(since - TimeSpan.FromMilliseconds(1));
            clauses.Add(TableClient.CreateQueryFilter($"RowKey lt {end}"));
        }

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

        if (query.States.Count > 0)
        {
            IEnumerable<string> states = query.States.Distinct().Select(ExportStateNames.NameOf).Select(name => TableClient.CreateQueryFilter($"state eq {name}"));
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
