// graphql-js reads the schema with everything that it can ask for, and checks what it has read.
import { buildClientSchema, getIntrospectionQuery, printSchema, validateSchema } from 'graphql';

const options = [
  {},
  { descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true },
  { descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true },
];
const printed = [];
for (const option of options) {
  const response = await fetch(`${process.env.REPORTING_URL}/api/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${process.env.REPORTING_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: getIntrospectionQuery(option) }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  const schema = buildClientSchema(data);
  const problems = validateSchema(schema);
  if (problems.length) throw new Error(problems.join('\n'));
  printed.push(printSchema(schema));
}
console.log(printed.at(-1));
