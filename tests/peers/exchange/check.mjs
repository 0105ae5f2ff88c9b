// Reads exchange documents with software that is not ours, validates them against schemas/exchange, and checks the rules
// that the providers' services hold requests to.
// usage: node check.mjs FOLDER   the folder holds NAME.FORMAT.json files and NAME.FORMAT.loss.json reports
import { readdirSync, readFileSync } from "node:fs";
import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { schemas } from "./schemas.mjs";
import { readOtlp } from "./otlp.mjs";
import { readOpenAi, readAnthropic } from "./messages.mjs";
import { openAiRules, anthropicRules } from "./rules.mjs";

const folder = process.argv[2];
const here = dirname(fileURLToPath(import.meta.url));
const validate = schemas(join(here, "../../../schemas/exchange"));
const readers = {
  "atif": [validate("atif-1.7")],
  "agent-trace": [validate("agent-trace-0.1.0")],
  "adp": [validate("adp-1.5.0")],
  "otel": [validate("otlp-genai"), (json) => readOtlp(json, validate("genai-messages"))],
  "messages": [validate("openai-messages"), openAiRules, readOpenAi],
  "anthropic-messages": [validate("anthropic-messages"), anthropicRules, readAnthropic],
};

let read = 0;
let failed = 0;
const facts = {};
for (const file of readdirSync(folder).sort()) {
  const [, format, loss] = file.match(/\.([a-z-]+)(\.loss)?\.json$/) ?? [];
  if (!format) continue;
  const json = JSON.parse(readFileSync(join(folder, file), "utf8"));
  for (const reader of loss ? [validate("loss-report-v1")] : readers[format]) {
    try {
      const said = await reader(json);
      read++;
      for (const [name, count] of Object.entries(said ?? {})) {
        facts[`${format}: ${name}`] = (facts[`${format}: ${name}`] ?? 0) + count;
      }
    } catch (error) {
      failed++;
      console.log(`${file}: ${error.message}`);
    }
  }
}

for (const [name, count] of Object.entries(facts).sort()) console.log(`${name} ${count}`);
console.log("no reader on npm: atif, agent-trace, adp (JSON Schema only)");
console.log(`exchange peers: ${read} readings, ${failed} failed`);
process.exit(failed > 0 || read === 0 ? 1 : 0);
