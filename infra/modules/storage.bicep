// A storage account without shared keys, the identity's roles on it, and what happens to what is deleted.
@minLength(3)
@maxLength(24)
param name string
param location string
param tags object
param redundancy string
param containers string[]
param principalId string

@description('Names of the roles below.')
param roles string[]

@description('Id of the Log Analytics workspace that the account logs to.')
param workspaceId string

@description('Categories that are logged, for each service.')
param logs { blob: string[], table: string[] }

@description('Whether blobs and containers that were deleted or written over can be brought back.')
param recoverable bool

@minValue(1)
@maxValue(365)
@description('For how many days they can.')
param recoverableDays int = 1

@description('Container whose blobs, once written, cannot be changed or destroyed for immutableDays; empty for none.')
param immutableContainer string = ''

@minValue(1)
@maxValue(146000)
param immutableDays int = 1

@description('Whether only the private network and allowedAddresses reach the account.')
param closed bool

@description('Public addresses and ranges (CIDR) that are let in all the same.')
param allowedAddresses string[]

// Built-in roles. Blob Data Contributor on the account includes making user delegation keys, which download links are signed with;
// Blob Data Owner is what the Functions host asks of its own account.
var roleIds = {
  blobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  blobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  queueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  tableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: closed && empty(allowedAddresses) ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: closed ? 'Deny' : 'Allow'
      ipRules: [for address in allowedAddresses: { value: address, action: 'Allow' }]
      virtualNetworkRules: []
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      isVersioningEnabled: recoverable
      deleteRetentionPolicy: recoverable ? { enabled: true, days: recoverableDays } : { enabled: false }
      containerDeleteRetentionPolicy: recoverable ? { enabled: true, days: recoverableDays } : { enabled: false }
    }

    resource container 'containers' = [for container in containers: {
      name: container
    }]

    // By version: the service may still delete what has reached the end of its retention. What it deletes, and what is written over, stays as an earlier version
    // that cannot be destroyed until its time is over. Unlocked: docs/deploy.md says how to lock it, which cannot be undone.
    resource immutable 'containers' = if (!empty(immutableContainer)) {
      name: empty(immutableContainer) ? 'none' : immutableContainer
      properties: { immutableStorageWithVersioning: { enabled: true } }

      resource policy 'immutabilityPolicies' = {
        name: 'default'
        properties: { immutabilityPeriodSinceCreationInDays: immutableDays, allowProtectedAppendWrites: false }
      }
    }
  }

  resource tables 'tableServices' = {
    name: 'default'
  }

  // Earlier versions go once nothing protects them; soft deletion keeps them for its days beyond that.
  resource lifecycle 'managementPolicies' = if (recoverable) {
    name: 'default'
    properties: {
      policy: {
        rules: [
          {
            name: 'earlier-versions'
            enabled: true
            type: 'Lifecycle'
            definition: {
              filters: { blobTypes: ['blockBlob'] }
              actions: { version: { delete: { daysAfterCreationGreaterThan: recoverableDays } } }
            }
          }
        ]
      }
    }
    dependsOn: [blobs]
  }
}

resource blobLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(logs.blob)) {
  scope: account::blobs
  name: 'to-workspace'
  properties: { workspaceId: workspaceId, logs: [for category in logs.blob: { category: category, enabled: true }] }
}

resource tableLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(logs.table)) {
  scope: account::tables
  name: 'to-workspace'
  properties: { workspaceId: workspaceId, logs: [for category in logs.table: { category: category, enabled: true }] }
}

resource capacity 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account
  name: 'to-workspace'
  properties: { workspaceId: workspaceId, metrics: [{ category: 'Transaction', enabled: true }] }
}

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in roles: {
  scope: account
  name: guid(account.id, principalId, role)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[role])
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}]

output name string = account.name
output id string = account.id
