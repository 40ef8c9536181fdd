// The function app on Flex Consumption, signed in everywhere as the identity.
param name string
param location string
param tags object
param identityId string
param identityClientId string
param hostAccount string
param dataAccount string
param packageContainer string
param pagesOrigin string
param insightsConnection string
param maximumInstances int
param instanceMemory int

@description('Id of the Log Analytics workspace that the app logs to.')
param workspaceId string

@description('Id of the subnet through which the app reaches everything; empty for the public network.')
param subnetId string

@description('Settings of the service itself.')
param settings object

var suffix = environment().suffixes.storage
var signIn = { credential: 'managedidentity', clientId: identityClientId }

// A connection named X is the settings X__blobServiceUri and so on; an empty or missing plain X lets them count.
var hostConnection = union(signIn, {
  blobServiceUri: 'https://${hostAccount}.blob.${suffix}'
  queueServiceUri: 'https://${hostAccount}.queue.${suffix}'
  tableServiceUri: 'https://${hostAccount}.table.${suffix}'
})
var dataConnection = union(signIn, {
  blobServiceUri: 'https://${dataAccount}.blob.${suffix}'
  tableServiceUri: 'https://${dataAccount}.table.${suffix}'
})

resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2023-12-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      minTlsVersion: '1.2'
      cors: { allowedOrigins: [pagesOrigin], supportCredentials: false }
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: 'https://${hostAccount}.blob.${suffix}/${packageContainer}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      scaleAndConcurrency: { maximumInstanceCount: maximumInstances, instanceMemoryMB: instanceMemory }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(
      toObject(items(hostConnection), item => 'AzureWebJobsStorage__${item.key}', item => item.value),
      toObject(items(hostConnection), item => 'TaskHubStorage__${item.key}', item => item.value),
      toObject(items(dataConnection), item => 'ReportingStorage__${item.key}', item => item.value),
      {
        AZURE_CLIENT_ID: identityClientId
        APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnection
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
        OTEL_SERVICE_NAME: 'reporting'
        // The host's own limit answers with an empty 500; the API's, which are lower, with 413 and problem details. 1 GiB leaves the word to the API.
        FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '1073741824'
        // A .NET 10 worker that was started ahead as a placeholder (FunctionsNetHost) ends with SIGSEGV, exit code 139, again and again under ordinary load on
        // Flex Consumption: Azure/azure-functions-dotnet-worker, issue 3335. Without placeholders it does not; a cold start takes a little longer. Take this line
        // out when that issue is closed with a release of the Functions host that the region runs (docs/deploy.md).
        WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED: '0'
      },
      settings)
  }

  // Deployment signs in with Microsoft Entra ID; passwords for it stay off.
  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }
}

// What the host says also when it cannot reach Application Insights.
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: app
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'FunctionAppLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output name string = app.name
output origin string = 'https://${app.properties.defaultHostName}'
