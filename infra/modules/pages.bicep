// The admin pages. Not linked to the function app: linking would take away the app's own address from API callers and replace the
// Authorization header. The pages call the function app's origin instead, and its CORS settings allow theirs.
param name string
param location string
param tags object

resource pages 'Microsoft.Web/staticSites@2023-12-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'web' })
  sku: { name: 'Standard', tier: 'Standard' }
  properties: {
    stagingEnvironmentPolicy: 'Disabled'
    // The routes and headers come with the pages, in staticwebapp.config.json.
    allowConfigFileUpdates: true
  }
}

output name string = pages.name
output origin string = 'https://${pages.properties.defaultHostname}'
