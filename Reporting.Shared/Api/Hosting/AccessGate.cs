using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Reporting.Access;
using Reporting.Activity.Auditing;
using Reporting.Api.Auditing;
using Reporting.Api.Problems;

namespace Reporting.Api.Hosting;

/// <summary>Lets the right callers through to an endpoint and refuses the others.</summary>
internal sealed class AccessGate(CallerAuthenticator authenticator, DevelopmentSignIn developmentSignIn, RefusalAudit refusals, IOptions<AccessOptions> options)
{
    /// <summary>Whether the endpoint is there for this request at all.</summary>
    public bool Offers(HttpContext context, ApiEndpoint endpoint) => endpoint.Access != ApiAccess.Development || developmentSignIn.IsOfferedTo(context);

    /// <summary>Returns when the caller may go on; handlers then find it by <see cref="CallerFeature.GetCaller"/>.</summary>
    /// <exception cref="ProblemException">401, 403, 404 or 503.</exception>
    public async Task AdmitAsync(HttpContext context, ApiEndpoint endpoint)
    {
        if (!Offers(context, endpoint))
        {
            throw ProblemException.UnknownAddress();
        }

        if (endpoint.Access is ApiAccess.Anonymous or ApiAccess.Development)
        {
            return;
        }

        AccessDecision decision = await authenticator.AuthenticateAsync(context);
        AccessRefusal? imitation = decision.Caller is { } named ? Imitation(named) : null;
        AccessRefusal? refusal = decision.Refusal ?? imitation ?? MissingRole(endpoint.Access, decision.Caller!);
        if (refusal is null)
        {
            context.SetCaller(decision.Caller!);
            return;
        }

        if (refusal.Status != StatusCodes.Status503ServiceUnavailable)
        {
            // Not under the name that imitates the system's: the log would show it.
            refusals.Count(context.GetRefusedActor(imitation is null ? decision.Caller : null), refusal.Status, AuditTargets.Of(endpoint.Route));
        }

        throw new ProblemException(refusal.Status, refusal.Code, refusal.Detail)
        {
            Challenge = refusal.Challenge,
            RetryAfterSeconds = refusal.Status == StatusCodes.Status503ServiceUnavailable ? 10 : null,
        };
    }

    private static AccessRefusal? Imitation(Caller caller)
    {
        if (ServiceNames.AreImitatedBy(caller.Name))
        {
            return AccessRefusal.ReservedName("The name in your token (email, preferred_username or sub) is, or can be taken for, one that the audit log keeps for the system. Ask for another name at your sign-in authority.");
        }

        return caller.CanWriteActivity && ServiceNames.IsOriginImitatedBy(caller.Origin)
            ? AccessRefusal.ReservedName("The client in your token (azp, client_id, appid or sub) is, or can be taken for, 'service', which marks the service's own audit events. Register the client under another name.")
            : null;
    }

    private AccessRefusal? MissingRole(ApiAccess access, Caller caller) => access switch
    {
        ApiAccess.Admin => caller.IsAdmin ? null : AccessRefusal.MissingRole(options.Value.AdminRole),
        _ => caller.CanWriteActivity ? null : AccessRefusal.MissingRole(options.Value.ActivityWriterRole),
    };
}
