using Reporting.Local.Hosting;

namespace Reporting.Local.CommandLine;

/// <summary>What to do next with a host that has just started.</summary>
internal static class NextSteps
{
    /// <summary>Lines to show: addresses, and commands that work when pasted.</summary>
    /// <param name="host">The host.</param>
    /// <param name="isTerminal">Whether a person reads the lines as they come; a file, a pipe or a service manager's log keeps no token.</param>
    public static IEnumerable<string> Of(LocalHost host, bool isTerminal)
    {
        string address = host.Address.GetLeftPart(UriPartial.Authority);
        yield return "";
        yield return $"Reporting listens on {address} (stop with Ctrl-C).";
        yield return $"Admin pages: {address}/admin/";
        if (host.Azurite is { Ports: var ports })
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Azurite: blobs on port {ports.Blob}, tables on port {ports.Table}; its data is in {host.DataFolder}, its key in azurite.key there");
        }

        if (host.AdminToken is not { } token)
        {
            yield return "Development tokens are off here: call the API with a token of Access:Authority, or start with --allow-development-sign-in.";
            yield break;
        }

        yield return "";
        yield return "A token of the development administrator, good for 12 hours:";
        yield return isTerminal
            ? $"export TOKEN={token}"
            : $"export TOKEN=$(dotnet '{Path.Combine(AppContext.BaseDirectory, "Reporting.Local.dll")}' token)";
        yield return "";
        yield return "Start an export, ask how it is until it has ended, download its file:";
        yield return $$"""ID=$(curl -sS -X POST {{address}}/api/exports -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"report":"usage","format":"CSV"}' | sed 's/.*"id":"\([^"]*\)".*/\1/'); echo "$ID" """.TrimEnd();
        yield return $$"""while STATUS=$(curl -sS {{address}}/api/exports/$ID -H "Authorization: Bearer $TOKEN"); echo "$STATUS"; echo "$STATUS" | grep -qE '"state":"(QUEUED|IN_PROGRESS)"'; do sleep 1; done""";
        yield return $"""curl -fsSLOJ {address}/api/exports/$ID/file -H "Authorization: Bearer $TOKEN" """.TrimEnd();
        yield return "";
        yield return "Write activity of your own:";
        yield return $$"""curl -sS -X POST {{address}}/api/activity/audit-events -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/x-ndjson' -d '{"id":"my-first-event","timestamp":"2026-02-02T09:00:00Z","userId":"ada@example.com","target":"access.tokens","action":"create.token","actionType":"Create","description":"Create access token","outcome":"Success"}'""";
    }
}
