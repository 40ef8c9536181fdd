using Microsoft.Extensions.Logging.Abstractions;
using Reporting.Activity.Auditing;

namespace Reporting.Tests.Activity.Auditing;

public sealed class RefusalAuditTests(AzuriteServer azurite)
{
    // It is written by a background service: an exception that leaves it would end the host.
    [Fact]
    public async Task Refusals_that_cannot_be_written_for_a_broken_connection_are_kept_and_written_later()
    {
        bool isBroken = true;
        var breaking = new BreakingPolicy(_ => isBroken);
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, null, null, breaking.Registration);
        using var refusals = new RefusalAudit(rig.ServiceEvents, rig.Meter, TimeProvider.System, NullLogger<RefusalAudit>.Instance);
        refusals.Count(new AuditActor("ada", "10.0.0.1", null), 401, "exports");

        await refusals.FlushAsync(isEnding: true, TestContext.Current.CancellationToken);
        Assert.True(breaking.Broken > 0);
        isBroken = false;
        await refusals.FlushAsync(isEnding: true, TestContext.Current.CancellationToken);
        Assert.Single(await rig.RowsAsync("auditevents"));
    }
}
