using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Reporting.Tests.Faults;

namespace Reporting.Tests.WholeSystem.Campaign;

/// <summary>
/// Watches at the proxy in what order exports change storage, and notes what must never be: a manifest before its file, success before
/// its manifest, a second commit or a second end, a file made of mixed executions.
/// </summary>
internal sealed partial class ExportObserver
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Watched> _exports = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _violations = new();

    /// <summary>What must not have happened.</summary>
    public IReadOnlyCollection<string> Violations => _violations;

    /// <summary>Attaches itself to a proxy.</summary>
    public void Watch(FaultProxy proxy)
    {
        proxy.Seen = Count;
        proxy.Carried = Note;
    }

    /// <summary>Requests that concern an export, tries and faults included: those that name it, and reads of the log while it runs.</summary>
    public int RequestsOf(string jobId)
    {
        lock (_lock)
        {
            return Of(jobId).Requests;
        }
    }

    /// <summary>Counts the log's reads towards this export from now on.</summary>
    public string? Running { get; set; }

    private void Count(StorageRequest request)
    {
        bool isPage = request.Method is "GET" && request.Target.Contains("()?", StringComparison.Ordinal) && request.Target.StartsWith("/auditevents", StringComparison.Ordinal);
        lock (_lock)
        {
            if (isPage && Running is { } running)
            {
                Of(running).Requests++;
            }
            else if (IdOf(request) is { } id)
            {
                Of(id).Requests++;
            }
        }
    }

    private void Note(StorageRequest request, int status)
    {
        if (!request.IsWrite || status >= 300 || IdOf(request) is not { } id)
        {
            return;
        }

        lock (_lock)
        {
            Watched export = Of(id);
            string? wrong = request.Service is "blob" ? NoteBlob(export, request) : NoteRow(export, request);
            if (wrong is not null)
            {
                _violations.Enqueue($"{id}: {wrong}");
            }
        }
    }

    private static string? NoteBlob(Watched export, StorageRequest request)
    {
        string name = request.Target.Split('?')[0].Split('/')[^1];
        if (request.Method is "DELETE")
        {
            string? wrong = export.State is "SUCCESSFUL" ? $"{name} was deleted from a successful export." : null;
            export.Standing.Remove(name);
            return wrong;
        }

        if (request.IsPutBlockList)
        {
            return NoteCommit(export, name, request.BodyText);
        }

        if (request.IsPutBlock)
        {
            return null;
        }

        export.Standing.Add(name);
        return name switch
        {
            "manifest.json" when !export.HasFile => "The manifest was written before its file.",
            "manifest.json.jws" when !export.Standing.Contains("manifest.json") => "The signature was written before its manifest.",
            _ => null,
        };
    }

    private static string? NoteCommit(Watched export, string name, string body)
    {
        string[] blocks = [.. BlockIds().Matches(body).Select(match => Encoding.ASCII.GetString(Convert.FromBase64String(match.Groups[1].Value)))];
        if (blocks.Length == 0)
        {
            // This is how staged blocks are thrown away.
            return export.State is "FAILED" or "CANCELED" ? null : "An empty file was made for an export that has not failed.";
        }

        if (export.HasFile)
        {
            return "The file was made twice.";
        }

        export.HasFile = true;
        export.Standing.Add(name);
        return CheckBlocks(blocks);
    }

    // slice-part-attempt-block: slices, parts and blocks go up without a gap, and a part has one attempt.
    private static string? CheckBlocks(string[] blocks)
    {
        (int slice, int part, string attempt, int block) before = (-1, 0, "", 0);
        foreach (string[] id in blocks.Select(block => block.Split('-')))
        {
            (int slice, int part, string attempt, int block) now = (int.Parse(id[0], null), int.Parse(id[1], null), id[2], int.Parse(id[3], null));
            bool goesOn = now.slice == before.slice && now.part == before.part && now.attempt == before.attempt && now.block == before.block + 1;
            bool begins = now.block == 0 && ((now.slice > before.slice && now.part == 0) || (now.slice == before.slice && now.part == before.part + 1));
            if (!goesOn && !begins)
            {
                return $"Block {string.Join('-', id)} does not follow {before}.";
            }

            before = now;
        }

        return null;
    }

    private static string? NoteRow(Watched export, StorageRequest request)
    {
        if (!request.Target.StartsWith("/exports(", StringComparison.Ordinal))
        {
            return null;
        }

        using JsonDocument row = JsonDocument.Parse(request.Body);
        string state = row.RootElement.GetProperty("state").GetString()!;
        string before = export.State;
        export.State = state;
        if (before is "SUCCESSFUL" or "FAILED" or "CANCELED")
        {
            return $"It ended twice: {before}, then {state}.";
        }

        return state is "SUCCESSFUL" && !(export.HasFile && export.Standing.Contains("manifest.json") && export.Standing.Contains("manifest.json.jws"))
            ? "It became successful before its file, manifest and signature stood."
            : null;
    }

    private static string? IdOf(StorageRequest request)
    {
        Match match = Id().Match(request.Target);
        if (!match.Success && request.Service is "table" && request.Body.Length < 100_000)
        {
            match = Id().Match(request.BodyText);
        }

        return match.Success ? match.Value : null;
    }

    private Watched Of(string id)
    {
        if (!_exports.TryGetValue(id, out Watched? export))
        {
            _exports.Add(id, export = new Watched());
        }

        return export;
    }

    // An export's id (ExportIds); those of this century begin with zy or, soon, zx.
    [GeneratedRegex("(?<![a-z0-9])z[xy][0-9a-hjkmnp-tv-z]{24}(?![a-z0-9])", RegexOptions.None, 1000)]
    private static partial Regex Id();

    [GeneratedRegex("<(?:Latest|Uncommitted|Committed)>([^<]+)</", RegexOptions.None, 1000)]
    private static partial Regex BlockIds();

    private sealed class Watched
    {
        public int Requests { get; set; }

        public string State { get; set; } = "";

        public bool HasFile { get; set; }

        public HashSet<string> Standing { get; } = new(StringComparer.Ordinal);
    }
}
