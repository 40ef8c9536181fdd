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

@minValue(1)
@maxValue(365)
@description('Days for which deleted or overwritten files and manifests can be brought back.')
param recoverableDays int = 14

@minValue(1)
@maxValue(146000)
@description('Days for which what a schedule has delivered cannot be changed or destroyed by anybody.')
param immutableDays int = 365

@description('Whether storage and vault are reached through a private network only. Links to files then work in that network and from allowedAddresses.')
param privateNetwork bool = false

@description('Range of the private network, /16 to /23.')
param networkRange string = '10.20.0.0/22'

@description('Public addresses and ranges (CIDR) that reach storage and vault although privateNetwork is on, such as those of the offices in which files are downloaded.')
param allowedAddresses string[] = []

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
    workspaceId: monitoring.outputs.workspaceId
    // Queues are polled and leases renewed all the time; only what goes is worth a line.
    logs: { blob: ['StorageDelete'], table: [] }
    // Versions of leases and of the task hub's messages are of no use, and there are many.
    recoverable: false
    closed: privateNetwork
    allowedAddresses: allowedAddresses
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
    workspaceId: monitoring.outputs.workspaceId
    // Who read, wrote or deleted a file, and whoever writes to the log beside the service. Reads of tables are left out: an export makes thousands.
    logs: { blob: ['StorageRead', 'StorageWrite', 'StorageDelete'], table: ['StorageWrite', 'StorageDelete'] }
    recoverable: true
    recoverableDays: recoverableDays
    immutableContainer: 'scheduled'
    immutableDays: immutableDays
    closed: privateNetwork
    allowedAddresses: allowedAddresses
  }
}

module key 'modules/key.bicep' = {
  scope: group
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
    closed: privateNetwork
    allowedAddresses: allowedAddresses
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  scope: group
  params: {
    name: 'vnet-reporting-${token}'
    location: location
    tags: tags
    range: networkRange
    targets: [
      { id: hostStorage.outputs.id, name: hostStorage.outputs.name, part: 'blob' }
      { id: hostStorage.outputs.id, name: hostStorage.outputs.name, part: 'queue' }
      { id: hostStorage.outputs.id, name: hostStorage.outputs.name, part: 'table' }
      { id: dataStorage.outputs.id, name: dataStorage.outputs.name, part: 'blob' }
      { id: dataStorage.outputs.id, name: dataStorage.outputs.name, part: 'table' }
      { id: key.outputs.id, name: 'kv-${token}', part: 'vault' }
    ]
  }
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
    workspaceId: monitoring.outputs.workspaceId
    subnetId: network.?outputs.appSubnetId ?? ''
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
