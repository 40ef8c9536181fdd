using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Reporting.Access;

/// <summary>Sets up the framework's JWT handler for both schemes; they differ only in issuer, audience and keys.</summary>
internal sealed class ConfigureJwtBearer(
    IOptions<AccessOptions> access, DevelopmentSignIn development, IServiceProvider services, TimeProvider time)
    : IConfigureNamedOptions<JwtBearerOptions>
{
    /// <summary>Where a successful result's properties hold the <see cref="Caller"/>.</summary>
    public const string CallerParameter = "caller";

    public void Configure(JwtBearerOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, JwtBearerOptions options)
    {
        AccessOptions settings = access.Value;
        options.MapInboundClaims = false;
        options.SaveToken = false;
        options.TimeProvider = time;
        options.TokenValidationParameters = Parameters(settings);
        options.Events = new JwtBearerEvents
        {
            OnMessageReceived = context =>
            {
                context.Token = BearerToken.Of(context.HttpContext).Value;
                return Task.CompletedTask;
            },
            OnTokenValidated = context => RememberCaller(context, settings),
        };
        if (string.Equals(name, AccessSchemes.Development, StringComparison.Ordinal) && development.IsActive)
        {
            DevelopmentIssuer issuer = services.GetRequiredService<DevelopmentIssuer>();
            options.TokenValidationParameters.ValidIssuer = DevelopmentIssuer.Issuer;
            options.TokenValidationParameters.ValidAudience = DevelopmentIssuer.Audience;
            options.TokenValidationParameters.IssuerSigningKey = issuer.VerificationKey;
        }
        else if (string.Equals(name, AccessSchemes.Authority, StringComparison.Ordinal) && settings.Authority.Length > 0)
        {
            SigningKeySource keys = services.GetRequiredService<SigningKeySource>();
            options.ConfigurationManager = keys;
            options.TokenValidationParameters.ValidAudience = settings.Audience;
            options.Events.OnMessageReceived = context => EnsureKeyAsync(context, keys, settings);
            if (settings.Issuer.Length > 0)
            {
                options.TokenValidationParameters.IssuerValidator = (issuer, _, _) =>
                    string.Equals(issuer, settings.Issuer, StringComparison.Ordinal)
                        ? issuer
                        : throw new SecurityTokenInvalidIssuerException();
            }
        }
    }

    private TokenValidationParameters Parameters(AccessOptions settings) => new()
    {
        ValidAlgorithms = settings.Algorithms.Count > 0 ? settings.Algorithms : AccessDefaults.Algorithms,
        TokenReader = (token, _) => BearerToken.Parse(token),
        TypeValidator = (type, _, _) => TokenPreview.CheckType(type, settings),
        IssuerSigningKeyValidator = (key, _, _) => TokenPreview.IsStrong(key),
        ClockSkew = TimeSpan.FromSeconds(settings.ClockSkewSeconds),
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        RequireAudience = true,
        ValidateIssuerSigningKey = true,
        TryAllIssuerSigningKeys = false,
        LifetimeValidator = (notBefore, expires, _, parameters) =>
            TokenLifetime.Check(notBefore, expires, time.GetUtcNow(), parameters.ClockSkew),
    };

    private async Task EnsureKeyAsync(MessageReceivedContext context, SigningKeySource keys, AccessOptions settings)
    {
        context.Token = BearerToken.Of(context.HttpContext).Value;
        string keyId;
        try
        {
            keyId = TokenPreview.KeyIdOf(context.Token, settings, settings.Issuer.Length > 0 ? settings.Issuer : keys.Current?.Issuer, time, context.Options.TokenValidationParameters);
        }
        catch (Exception exception) // A token is anything that the sender likes; what cannot be read is not accepted.
        {
            context.Fail(exception);
            return;
        }

        await keys.EnsureKeyAsync(keyId, context.HttpContext.RequestAborted);
    }

    private static Task RememberCaller(TokenValidatedContext context, AccessOptions settings)
    {
        var token = (JsonWebToken)context.SecurityToken; // Of BearerToken.Parse.
        using JsonDocument payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        if (TokenPreview.IsIdentityToken(token.Typ, payload.RootElement))
        {
            context.Fail(new SecurityTokenInvalidTypeException());
        }
        else if (!token.TryGetHeaderValue("crit", out object _) && CallerReader.Read(payload.RootElement, settings) is { } caller)
        {
            context.Properties.SetParameter(CallerParameter, caller);
        }
        else
        {
            // RFC 7515 section 4.1.11: what a token calls critical must be understood, and no extension is; the library does not look.
            context.Fail("The token has no subject, or has a critical extension.");
        }

        return Task.CompletedTask;
    }
}

/// <summary>Checks <c>nbf</c> and <c>exp</c> (RFC 7519 sections 4.1.4 and 4.1.5) by the service's clock; the library's own check reads the wall clock.</summary>
internal static class TokenLifetime
{
    /// <summary>True when valid at <paramref name="now"/>, give or take <paramref name="skew"/>.</summary>
    /// <exception cref="SecurityTokenException">It is not; the type says why.</exception>
    public static bool Check(DateTime? notBefore, DateTime? expires, DateTimeOffset now, TimeSpan skew)
    {
        if (expires is not { } end)
        {
            throw new SecurityTokenNoExpirationException();
        }

        if (notBefore is { } start && start > now.UtcDateTime + skew)
        {
            throw new SecurityTokenNotYetValidException();
        }

        return end > now.UtcDateTime - skew ? true : throw new SecurityTokenExpiredException();
    }
}

/// <summary>Names of the authentication schemes. One for each issuer, so that no issuer's key can sign in another's name.</summary>
internal static class AccessSchemes
{
    /// <summary>Tokens of the configured authority.</summary>
    public const string Authority = "Reporting.Authority";

    /// <summary>Tokens of the development issuer.</summary>
    public const string Development = "Reporting.Development";
}
