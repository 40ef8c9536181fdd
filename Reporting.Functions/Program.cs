using Azure.Core;
using Azure.Core.Serialization;
using Azure.Identity;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reporting;
using Reporting.Access;
using Reporting.Exports.Workflow;
using Reporting.Functions.Durable;
using Reporting.Functions.Hosting;

FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();

// Reads AZURE_CLIENT_ID for the user-assigned identity. The development sign-in works under `func start` against Azurite only.
TokenCredential credential = new DefaultAzureCredential();
builder.Services.AddReporting(builder.Configuration);
builder.Services.AddSingleton(HostStorage.Open(builder.Configuration, credential));
builder.Services.OfferDevelopmentSignIn();
builder.Services.AddHostTelemetry(builder.Configuration, credential);

builder.Services.AddOptions<DurableOptions>().BindConfiguration("Durable").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton<DurableClientSource>();
builder.Services.AddSingleton<IExportRunner, DurableExportRunner>();
builder.Services.AddSingleton<HistoryPurger>();
builder.Services.AddSingleton<FunctionApi>();
builder.Services.Configure<WorkerOptions>(options => options.Serializer = new JsonObjectSerializer(DurableJson.Options));

builder.Build().Run();
