using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Reporting.Tests.Formats;

/// <summary>Each first character that makes a formula, behind each kind of leading quotes or spaces, alone and before other text.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CombinatorialFormulasAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var rows = new List<ITheoryDataRow>();
        foreach (string before in (string[])["", "\"", "'", " ", "  \" '"])
        {
            foreach (char first in "=+-@\t\r\n")
            {
                foreach (string after in (string[])["", "1+1", "cmd|' /C calc'!A0,\"x\""])
                {
                    rows.Add(new TheoryDataRow<string>(before + first + after));
                }
            }
        }

        return ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>(rows);
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
