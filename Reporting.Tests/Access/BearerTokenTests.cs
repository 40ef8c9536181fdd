using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using Reporting.Access;
using Reporting.Tests.Api;

namespace Reporting.Tests.Access;

public sealed class BearerTokenTests(AzuriteServer azurite)
{
    [Fact]
    public async Task The_token_that_is_validated_is_the_one_that_was_parsed_before()
    {
        (SecurityToken Validated, SecurityToken Parsed)? seen = null;
        await using ApiHost host = await ApiHost.StartAsync(azurite, services: services => services.PostConfigure<JwtBearerOptions>(AccessSchemes.Development, options =>
        {
            Func<TokenValidatedContext, Task> before = options.Events.OnTokenValidated;
            options.Events.OnTokenValidated = context =>
            {
                seen = (context.SecurityToken, BearerToken.Parse(BearerToken.Of(context.HttpContext).Value));
                return before(context);
            };
        }));

        Assert.Equal(200, (await host.GetAsync("/api/exports")).Status);

        Assert.NotNull(seen);
        Assert.Same(seen.Value.Parsed, seen.Value.Validated);
    }

    [Fact]
    public void Tokens_are_parsed_in_one_place()
    {
        string folder = Path.Combine(SharedData.RepositoryRoot, "Reporting.Shared");
        IEnumerable<string> parsing = Directory.EnumerateFiles(Path.Combine(folder, "Access"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("new JsonWebToken(", StringComparison.Ordinal)).Select(file => Path.GetFileName(file));

        Assert.Equal(["BearerToken.cs"], parsing);
    }
}
