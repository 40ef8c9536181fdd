using System.Collections.Concurrent;

namespace Reporting.Tests.Storage.Memory;

/// <summary>The tables of the account; their names do not tell case (as in the service).</summary>
internal sealed class TableList(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, TableRows> _tables = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A table's rows.</summary>
    /// <exception cref="TableServiceException">There is no such table.</exception>
    public TableRows Rows(string name) => _tables.GetValueOrDefault(name) ?? throw TableServiceException.NoTable();

    /// <summary>Answers a request that makes, lists or deletes tables.</summary>
    public Task RespondAsync(string method, TableAddress address, TableQuery query, Stream body, TableResponse answer)
    {
        switch (method, address.Listed)
        {
            case ("POST", null):
                string made = NameIn(body);
                return _tables.TryAdd(made, new TableRows(time)) ? answer.MadeAsync(made) : throw TableServiceException.TableExists();
            case ("DELETE", { } deleted):
                answer.Done(_tables.TryRemove(deleted, out _) ? null : throw TableServiceException.NotFound());
                return Task.CompletedTask;
            case ("GET", null):
                string[] names = [.. _tables.Keys.Where(name => string.CompareOrdinal(name, query.FromTable) >= 0 && query.Filter.Matches(property => NameAs(property, name))).Order(StringComparer.Ordinal).Take(query.Top + 1)];
                return answer.TablesAsync(names.Take(query.Top), names.Length > query.Top ? names[^1] : null);
            default:
                throw new NotSupportedException($"{method} {address}");
        }
    }

    private static string NameIn(Stream body)
    {
        using JsonDocument table = JsonDocument.Parse(body);
        string name = table.RootElement.GetProperty("TableName").GetString()!;
        return TableAddress.Parse("/account/" + name).Name is not "Tables" and { } valid && string.Equals(valid, name, StringComparison.Ordinal) ? name : throw new NotSupportedException(name);
    }

    private static string NameAs(string property, string name) => property is "TableName" ? name : throw new NotSupportedException(property);
}
