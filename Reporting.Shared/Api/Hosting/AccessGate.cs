using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Reporting.Access;
using Reporting.Activity.Auditing;
using Reporting.Api.Auditing;
using Reporting.Api.Problems;

namespace Reporting.Api.Hosting;

/// <summary>Lets the right callers through to an endpoint and refuses the others.</summary>
internal sealed class AccessGate(CallerAuthenticator authenticator, RefusalAudit refusals, IOptions<AccessOptions> options)
{
    /// <summary>Returns when the caller may go on; handlers then find it by <see cref="CallerFeature.GetCaller"/>.</summary>
    /// <exception cref="ProblemException">401, 403 or 503.</exception>
    public async Task AdmitAsync(HttpContext context, ApiEndpoint endpoint)
    {
        if (endpoint.Access == ApiAccess.Anonymous)
        {
            return;
        }

        AccessDecision decision = await authenticator.AuthenticateAsync(context);
        AccessRefusal? refusal = decision.Refusal ?? MissingRole(endpoint.Access, decision.Caller!);
        if (refusal is null)
        {
            context.SetCaller(decision.Caller!);
            return;
        }

        if (refusal.Status != StatusCodes.Status503ServiceUnavailable)
        {
            refusals.Count(context.GetRefusedActor(decision.Caller), refusal.Status, AuditTargets.Of(endpoint.Route));
        }

        throw new ProblemException(refusal.Status, refusal.Code, refusal.Detail)
        {
            Challenge = refusal.Challenge,
            RetryAfterSeconds = refusal.Status == StatusCodes.Status503ServiceUnavailable ? 10 : null,
        };
    }

    private AccessRefusal? MissingRole(ApiAccess access, Caller caller) => access switch
    {
        ApiAccess.Admin => caller.IsAdmin ? null : AccessRefusal.MissingRole(options.Value.AdminRole),
        _ => caller.CanWriteActivity ? null : AccessRefusal.MissingRole(options.Value.ActivityWriterRole),
    };
}
