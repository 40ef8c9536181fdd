using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reporting.Access;

namespace Reporting.Composition;

/// <summary>Registers <c>Access</c>.</summary>
public static class AccessServices
{
    /// <summary>The host offers the development sign-in; see <see cref="DevelopmentSignInOptions"/> for where it is active.</summary>
    /// <param name="services">The services.</param>
    /// <param name="allowWithRealStorage">Whether it may be used against an account that is not on this machine.</param>
    public static IServiceCollection OfferDevelopmentSignIn(this IServiceCollection services, bool allowWithRealStorage = false) =>
        services.Configure<DevelopmentSignInOptions>(options =>
        {
            options.IsOffered = true;
            options.AllowWithRealStorage = allowWithRealStorage;
        });

    internal static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AccessOptions>().Bind(configuration.GetSection(AccessOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>();
        services.AddSingleton<DevelopmentSignIn>();
        services.AddSingleton(provider => new DevelopmentIssuer(
            provider.GetRequiredService<IOptions<DevelopmentSignInOptions>>(),
            provider.GetRequiredService<IOptions<AccessOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new SigningKeySource(
            provider.GetRequiredService<IOptions<AccessOptions>>().Value.Authority,
            new HttpClient { Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = 1024 * 1024 },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SigningKeySource>>()));
        services.AddSingleton<CallerAuthenticator>();
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, ConfigureJwtBearer>();
        services.AddAuthentication()
            .AddJwtBearer(AccessSchemes.Authority, _ => { })
            .AddJwtBearer(AccessSchemes.Development, _ => { });
        return services;
    }
}
