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
      },
      settings)
  }

  // Deployment signs in with Microsoft Entra ID; passwords for it stay off.
  resource publishing 'basicPublishingCredentialsPolicies' = [for kind in ['scm', 'ftp']: {
    name: kind
    properties: { allow: false }
  }]
}

output name string = app.name
output origin string = 'https://${app.properties.defaultHostName}'
