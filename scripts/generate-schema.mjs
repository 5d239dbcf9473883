// The JSON Schema of every record and of lists of it, and a document with all keys, from the field
// lists in src/output/records.

/** A generator for scripts/generate.mjs. */
export const schemaGenerator = {
  folder: 'schema',
  files: async (load) => {
    const { RECORDS } = await load('src/output/records/all.ts');
    const { listSchema, recordSchema, schemaName } = await load('src/output/schema.ts');
    const schemas = RECORDS.flatMap((record) => [
      jsonFile(`schema/${schemaName(record)}.json`, recordSchema(record)),
      jsonFile(`schema/${schemaName(record)}-list.json`, listSchema(record)),
    ]);
    const { reportSchema } = await load('src/report/schema.ts');
    const report = reportSchema();
    return [
      ...schemas,
      jsonFile('schema/report.json', report),
      {
        path: 'schema/README.md',
        text: `${document(RECORDS, schemaName)}\n${reportChapter(report)}`,
      },
    ];
  },
};

function jsonFile(path, schema) {
  return { path, text: `${JSON.stringify(schema, null, 2)}\n` };
}

const TYPE_NAMES = {
  text: 'text',
  word: 'word',
  status: 'word',
  seconds: 'number',
  percent: 'number',
  share: 'number, 0 to 1',
  bytes: 'integer',
  bytesPerSecond: 'integer',
  itemsPerSecond: 'integer',
  count: 'integer',
  instant: 'time',
  boolean: 'true or false',
  stageLoads: 'list of stage and percent',
  statuses: 'list of words',
  bottleneckCounts: 'list of bottleneck and runs',
};

function document(records, schemaName) {
  const intro = `# Records

What \`-o json\` prints, key by key, in this order. Every key is always present; \`null\` means that it is
not known. A time is ISO 8601 in UTC with three decimals; an integer beyond 2^53 is a string of its digits.
Later versions only append keys.

A list is an array of records (\`<record>-list.json\`), \`show\` prints one record (\`<record>.json\`), and
each line of \`-o ndjson\` is one record. This file and the schemas are generated: \`npm run generate\`.
`;
  const chapters = records.map((record) => chapter(record, schemaName(record)));
  return [intro, ...chapters].join('\n');
}

/** The document of `report --format json`, which is no flat record. */
function reportChapter({ properties }) {
  return `## report

[report.json](report.json): what \`vsi report --format json\` prints, one object. A key with a dot lies in an
object, one with \`[]\` in a list; runs are [report-run.json](report-run.json).

| key | value | meaning |
| --- | --- | --- |
${reportRows(properties, '').join('\n')}
`;
}

function reportRows(properties, prefix) {
  return Object.entries(properties).flatMap(([key, schema]) => {
    const path = `${prefix}${key}`;
    const { description } = schema;
    const row = `| \`${path}\` | ${schemaWords(schema)} | ${description.replaceAll('|', '\\|')} |`;
    if (schema.properties !== undefined) return [row, ...reportRows(schema.properties, `${path}.`)];
    const inside = schema.items?.properties;
    return inside === undefined ? [row] : [row, ...reportRows(inside, `${path}[].`)];
  });
}

function schemaWords({ type, anyOf, format, items }) {
  const types = [type ?? anyOf.map((each) => each.type)].flat();
  if (types.includes('array')) return items.$ref === undefined ? 'list' : 'list of report runs';
  const word = format === 'date-time' ? 'time' : (SCHEMA_WORDS[types[0]] ?? types[0]);
  return types.includes('null') ? `${word} or null` : word;
}

const SCHEMA_WORDS = { string: 'text', boolean: 'true or false' };

function chapter({ noun, fields }, name) {
  const rows = fields.map(
    ({ key, type, nullable, description }) =>
      `| \`${key}\` | ${TYPE_NAMES[type] ?? type}${nullable ? ' or null' : ''} | ${description.replaceAll('|', '\\|')} |`,
  );
  return `## ${noun}

[${name}.json](${name}.json), [${name}-list.json](${name}-list.json)

| key | value | meaning |
| --- | --- | --- |
${rows.join('\n')}
`;
}
