// Reads the published schemas with ajv, in strict mode, and holds to them: records this project writes, what it must refuse, and
// the good example of every field. Usage: node eng/check-schemas.mjs NODE_MODULES [RECORDS.jsonl ...]
import { createRequire } from "node:module";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [modules, ...files] = process.argv.slice(2);
const Ajv = createRequire(join(modules, "/"))("ajv/dist/2020").default;
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const read = (...parts) => JSON.parse(readFileSync(join(root, ...parts), "utf8"));
const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });
let failures = 0;
let checked = 0;

function expect(valid, validate, value, what) {
  checked++;
  if (validate(value) === valid) return;
  failures++;
  console.error(`${what}: ${valid ? ajv.errorsText(validate.errors) : "was not refused"}`);
}

const models = readdirSync(join(root, "schemas")).filter((f) => f.endsWith("-0.7.0.json") && !f.startsWith("field-intent"));
const validators = new Map(models.map((f) => [f.replace("-0.7.0.json", ""), ajv.compile(read("schemas", f))]));
const record = validators.get("trace-record");

const golden = join("tests", "OpenTraces.Schema.Tests", "Golden");
for (const file of readdirSync(join(root, golden)).filter((f) => /-0\.[1-7]\.0\.written\.json$/.test(f)))
  expect(true, record, read(golden, file), file);
for (const file of files)
  for (const [i, line] of readFileSync(file, "utf8").split("\n").entries())
    if (line.trim()) expect(true, record, JSON.parse(line), `${file}:${i + 1}`);

const good = read(golden, "trace-0.7.0.written.json");
const broken = {
  "an id that is no UUID": { trace_id: "t" },
  "a role outside the vocabulary": { steps: [{ step_index: 1, role: "robot" }] },
  "a step counted from 0": { steps: [{ step_index: 0, role: "user" }] },
  "a list that is null": { patches: null },
  "a rate above 1": { metrics: { cache_hit_rate: 2 } },
  "a text that is a number": { agent: { name: 1 } },
};
for (const [what, change] of Object.entries(broken)) expect(false, record, { ...good, ...change }, what);
expect(false, validators.get("dataset-manifest"),
  { name: "d", schema: { path: "p", version: "1" }, workflow: { skill: "s", digest: "d" }, later: 1 }, "a manifest with a member nobody knows");

// Every field's good example fits the field's own schema.
for (const [model, fields] of Object.entries(read("schemas", "field-intent-0.7.0.json"))) {
  const schema = read("schemas", `${model}-0.7.0.json`);
  for (const [path, entry] of Object.entries(fields)) {
    let at = schema;
    for (const part of path.replaceAll("[]", ".[]").split(".")) {
      const target = at.$ref ?? at.anyOf?.[0].$ref;
      if (target) at = schema.$defs[target.split("/").pop()];
      at = part === "[]" ? at.items : part === "*" ? at.additionalProperties : at.properties[part];
    }
    const own = ajv.compile({ $defs: schema.$defs, ...structuredClone(at) });
    // An example shows what matters of an object, not all that is required.
    const shape = (errors) => (errors ?? []).filter((e) => e.keyword !== "required" && e.keyword !== "anyOf" && !(e.keyword === "type" && e.params.type === "null"));
    checked++;
    if (!own(entry.good_example) && shape(own.errors).length > 0) {
      failures++;
      console.error(`${model} ${path}: ${ajv.errorsText(shape(own.errors))}`);
    }
  }
}

console.log(`schemas: ${models.length} compiled, ${checked} checks, ${failures} failures`);
process.exit(failures ? 1 : 0);
