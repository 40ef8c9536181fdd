// The whole installation in a resource group of its own. docs/deploy.md says what each part is for.
targetScope = 'subscription'

@minLength(1)
@maxLength(40)
@description('Name of the environment; names of resources are derived from it.')
param environmentName string

@description('Azure region of everything but the admin pages.')
param location string

@allowed(['westus2', 'centralus', 'eastus2', 'westeurope', 'eastasia'])
@description('Region of the Static Web App, which exists in a few regions only. The pages are served from everywhere.')
param pagesLocation string = 'westeurope'

@description('Address of the OpenID Connect issuer whose tokens are accepted, e.g. https://login.example.com/realms/main.')
param authority string

@description('The audience that a token must have.')
param audience string

@description('The claim that holds the roles of a caller; a path such as realm_access.roles reaches into objects.')
param rolesClaim string = 'roles'

@description('The value of the CEF header field Device Vendor. Collectors match on it: choose once, never change.')
param cefVendor string = 'Moderne'

@description('Who is told about failed exports and poison messages.')
param alertEmail string

@minValue(0)
@maxValue(36500)
@description('Days after which activity is deleted; 0 keeps it.')
param activityRetentionDays int = 365

@minValue(1)
@maxValue(3650)
@description('Days after which an export file is deleted.')
param fileRetentionDays int = 30

@minValue(40)
@maxValue(1000)
@description('Instances to which the function app may scale out.')
param maximumInstances int = 40

@allowed([512, 2048, 4096])
@description('Memory of one instance, MB. Eight slices at a time want 2048.')
param instanceMemory int = 2048

@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
@description('Redundancy of the account that holds activity and files.')
param dataRedundancy string = 'Standard_ZRS'

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: { name: 'id-reporting-${token}', location: location, tags: tags }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: { token: token, location: location, tags: tags, alertEmail: alertEmail, principalId: identity.outputs.principalId }
}

// Two accounts: polling queues and orchestration history do not eat into the request limits of the activity log.
module hostStorage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: 'sthost${token}'
    location: location
    tags: tags
    redundancy: 'Standard_LRS'
    containers: ['app-package']
    principalId: identity.outputs.principalId
    roles: ['blobDataOwner', 'queueDataContributor', 'tableDataContributor']
  }
}

module dataStorage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: 'stdata${token}'
    location: location
    tags: tags
    redundancy: dataRedundancy
    containers: []
    principalId: identity.outputs.principalId
    roles: ['blobDataContributor', 'tableDataContributor']
  }
}

module key 'modules/key.bicep' = {
  scope: group
  params: { name: 'kv-${token}', location: location, tags: tags, principalId: identity.outputs.principalId }
}

module pages 'modules/pages.bicep' = {
  scope: group
  params: { name: 'stapp-reporting-${token}', location: pagesLocation, tags: tags }
}

module api 'modules/functions.bicep' = {
  scope: group
  params: {
    name: 'func-reporting-${token}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    hostAccount: hostStorage.outputs.name
    dataAccount: dataStorage.outputs.name
    packageContainer: 'app-package'
    pagesOrigin: pages.outputs.origin
    insightsConnection: monitoring.outputs.connectionString
    maximumInstances: maximumInstances
    instanceMemory: instanceMemory
    settings: {
      Access__Authority: authority
      Access__Audience: audience
      Access__RolesClaim: rolesClaim
      Activity__RetentionDays: string(activityRetentionDays)
      Cef__Vendor: cefVendor
      Exports__FileRetentionDays: string(fileRetentionDays)
      Exports__ManifestKeyVaultKey: key.outputs.address
    }
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output SERVICE_API_NAME string = api.outputs.name
output SERVICE_WEB_NAME string = pages.outputs.name
output PAGES_ORIGIN string = pages.outputs.origin

// What `npm run build` in web/ reads.
output REPORTING_API_ORIGIN string = api.outputs.origin
output REPORTING_AUTHORITY string = authority
