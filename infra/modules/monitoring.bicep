// Application Insights over a Log Analytics workspace, and the alerts that the operator has to act on.
param token string
param location string
param tags object
param alertEmail string
param principalId string

var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'log-reporting-${token}'
  location: location
  tags: tags
  properties: { sku: { name: 'PerGB2018' }, retentionInDays: 30 }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-reporting-${token}'
  location: location
  tags: tags
  kind: 'web'
  properties: { Application_Type: 'web', WorkspaceResourceId: workspace.id, DisableLocalAuth: true }
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, principalId, monitoringMetricsPublisher)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisher)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-reporting-${token}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'reporting'
    enabled: true
    emailReceivers: [{ name: 'operator', emailAddress: alertEmail, useCommonAlertSchema: true }]
  }
}

var alerts = [
  {
    name: 'failed-exports'
    description: 'An export has ended as FAILED. The log says more under its id.'
    // The metric of Reporting.Shared/Telemetry/ReportingMeter.cs.
    query: 'AppMetrics | where Name == "reporting.export.finished" and tostring(Properties.outcome) == "failed" | where Sum > 0'
  }
  {
    name: 'audit-events-not-written'
    description: 'The service could not write events of its own to the audit log. What was refused, or how an action ended, is missing there or comes late.'
    // The events 4101 to 4199 of docs/telemetry.md, all of which say that; one that holds an exception stands in AppExceptions.
    query: 'union AppTraces, AppExceptions | where toint(Properties.EventId) between (4101 .. 4199)'
  }
  {
    name: 'poison-messages'
    description: 'The durable engine has taken the same message from its queue again and again: a step kills its host, or an orchestration cannot be replayed.'
    // Event 109 of DurableTask.AzureStorage.
    query: 'AppTraces | where SeverityLevel >= 2 and Message has "is now considered poison"'
  }
]

resource rules 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = [for alert in alerts: {
  name: '${alert.name}-${token}'
  location: location
  tags: tags
  properties: {
    displayName: alert.name
    description: alert.description
    enabled: true
    severity: 2
    scopes: [workspace.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      allOf: [{ query: alert.query, timeAggregation: 'Count', operator: 'GreaterThan', threshold: 0 }]
    }
    autoMitigate: true
    actions: { actionGroups: [people.id] }
  }
}]

output workspaceId string = workspace.id
output connectionString string = insights.properties.ConnectionString
