import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

/** A function that gives a validator by the schema's name; the validator throws on the first error. */
export function schemas(folder) {
  const ajv = new Ajv({ strict: false });
  addFormats(ajv);
  const compiled = new Map();
  return (name) => {
    if (!compiled.has(name)) {
      compiled.set(name, ajv.compile(JSON.parse(readFileSync(join(folder, `${name}.schema.json`), "utf8"))));
    }
    const check = compiled.get(name);
    return (json) => {
      if (!check(json)) throw new Error(`${name} ${JSON.stringify(check.errors[0])}`);
      return { "documents valid": 1 };
    };
  };
}
