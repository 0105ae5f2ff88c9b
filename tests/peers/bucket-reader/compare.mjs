// Compares what the reader printed (read.jsonl) with what the tool says (query.json, raw).
// usage: node compare.mjs list|check FOLDER, or: node compare.mjs sum <BYTES, or: node compare.mjs describe CODEC (writes a bucket.json)
import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

const [what, folder] = process.argv.slice(2);
const lines = (name) => readFileSync(join(folder, name), "utf8").split("\n").filter(Boolean);
const sourcesOf = (traces) => traces.flatMap((t) => t.generations.flatMap((g) => g.sources.map((s) => [t.id, String(g.index), s.name, s.sha256])));
const actions = { list, check, sum, describe };
await actions[what]();

function list() {
  for (const source of sourcesOf(lines("read.jsonl").map((line) => JSON.parse(line)))) console.log(source.slice(0, 3).join("\t"));
}

function check() {
  const read = lines("read.jsonl").map((line) => JSON.parse(line));
  const told = JSON.parse(readFileSync(join(folder, "query.json"))).candidates
    .map((c) => ({ id: c.trace_id, agent: c.agent, session_id: c.session_id, served: c.generation, steps: c.steps }));
  const found = read.map((t) => ({ id: t.id, agent: t.agent, session_id: t.session_id, served: t.served, steps: t.record_steps }));
  same("the traces", found, told.sort((a, b) => (a.id < b.id ? -1 : 1)));
  same("the steps the events say", read.map((t) => t.generations[t.served - 1].steps), read.map((t) => t.record_steps));
  same("the sources", sourcesOf(read), lines("raw").map((line) => line.split("\t")));
  if (read.length === 0) throw new Error("bucket reader: there is no trace to compare");
}

async function sum() {
  const hash = createHash("sha256");
  for await (const bytes of process.stdin) hash.update(bytes);
  console.log(hash.digest("hex"));
}

function describe() {
  const [bucket_id, codec] = [randomUUID(), folder];
  const checksum = createHash("sha256").update(`1\n${bucket_id}\n${codec}`).digest("hex");
  console.log(JSON.stringify({ format_version: 1, bucket_id, codec, checksum }));
}

function same(name, found, told) {
  if (!isDeepStrictEqual(found, told)) throw new Error(`bucket reader: ${name} differ: ${JSON.stringify({ found, told }, null, 1)}`);
}
