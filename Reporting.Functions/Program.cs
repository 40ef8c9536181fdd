using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reporting.Composition;
using Reporting.Functions.Durable;
using Reporting.Functions.Hosting;
using Reporting.Storage;

FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();

builder.Services.AddReporting(builder.Configuration);
builder.Services.AddReportingStorage(StorageConnection.Require(builder.Configuration));
builder.Services.AddHostTelemetry(builder.Configuration);
builder.Services.AddDurable();
builder.Services.AddSingleton<FunctionApi>();

// Works under `func start` against Azurite only: it asks for the environment Development and storage on this machine.
builder.Services.OfferDevelopmentSignIn();

IHost host = builder.Build();
await StorageSetup.CreateAsync(host.Services.GetRequiredService<ReportingStorage>());
await host.RunAsync();
