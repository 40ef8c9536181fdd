namespace Reporting.Access;

/// <summary>Whether a request's caller is known: the caller, or why not.</summary>
internal sealed record AccessDecision
{
    private AccessDecision()
    {
    }

    /// <summary>The caller, or null.</summary>
    public Caller? Caller { get; private init; }

    /// <summary>Why there is no caller, or null.</summary>
    public AccessRefusal? Refusal { get; private init; }

    /// <summary>A verified caller.</summary>
    public static AccessDecision Known(Caller caller) => new() { Caller = caller };

    /// <summary>No caller.</summary>
    public static AccessDecision Refused(AccessRefusal refusal) => new() { Refusal = refusal };
}
