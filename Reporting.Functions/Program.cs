using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reporting;
using Reporting.Access;
using Reporting.Exports.Workflow;
using Reporting.Functions.Durable;
using Reporting.Functions.Hosting;
using Reporting.Storage;

FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();

builder.Services.AddReporting(builder.Configuration);
builder.Services.AddHostStorage(builder.Configuration);
builder.Services.AddHostTelemetry(builder.Configuration);

// Works under `func start` against Azurite only: it asks for the environment Development and storage on this machine.
builder.Services.OfferDevelopmentSignIn();

builder.Services.AddOptions<DurableOptions>().BindConfiguration("Durable").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton<DurableClientSource>();
builder.Services.AddSingleton<IExportRunner, DurableExportRunner>();
builder.Services.AddSingleton<HistoryPurger>();
builder.Services.AddSingleton<FunctionApi>();
builder.Services.Configure<WorkerOptions>(options => options.Serializer = new JsonObjectSerializer(DurableJson.Options));

IHost host = builder.Build();
await StorageSetup.CreateAsync(host.Services.GetRequiredService<ReportingStorage>());
await host.RunAsync();
