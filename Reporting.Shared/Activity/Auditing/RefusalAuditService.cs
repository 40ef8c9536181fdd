using Microsoft.Extensions.Hosting;

namespace Reporting.Activity.Auditing;

/// <summary>Writes counted refusals every few seconds, and the rest when the host ends.</summary>
internal sealed class RefusalAuditService(RefusalAudit refusals, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await refusals.FlushAsync(isEnding: true, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await refusals.FlushAsync(isEnding: false, stoppingToken);
        }
    }
}
