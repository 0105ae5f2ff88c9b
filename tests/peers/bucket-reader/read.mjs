// A second reader of buckets of format 1, written from docs/format/ alone. Checks all it reads; prints a line of JSON per trace.
// usage: node read.mjs NODE_MODULES BUCKET     (fzstd lies in NODE_MODULES)
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { brotliDecompressSync } from "node:zlib";
const [modules, bucket] = process.argv.slice(2);
const { decompress } = createRequire(`${modules}/x.js`)("fzstd");
const sha = (bytes) => createHash("sha256").update(bytes).digest("hex");
const need = (ok, text) => { if (!ok) throw new Error(text); };
const int = (value, size) => { const b = Buffer.alloc(8); b.writeBigUInt64LE(BigInt(value)); return b.subarray(0, size); };
const table = Uint32Array.from({ length: 256 }, (_, n) => { for (let i = 0; i < 8; i++) n = (n >>> 1) ^ (n & 1 ? 0x82f63b78 : 0); return n; });
const crc = (bytes) => { let c = ~0; for (const b of bytes) c = table[(c ^ b) & 255] ^ (c >>> 8); return ~c >>> 0; };

// Frames and segments (segment-v1.md)
function frameAt(file, at) {
  const head = file.subarray(at, at + 56);
  if (head.length < 56 || head.readUInt32BE(0) !== 0xf54f548a || head[4] !== 1 || head[7] !== 0) return null;
  const [raw, end] = [head.readUInt32LE(12), at + 56 + head.readUInt32LE(8)];
  if (crc(head.subarray(0, 48)) !== head.readUInt32LE(48) || Math.max(raw, end - at - 56) > 2 ** 26 || end > file.length) return null;
  const frame = { at, end, kind: head[5], codec: head[6], raw, hash: head.toString("hex", 16, 48), bytes: file.subarray(at + 56, end) };
  return crc(frame.bytes) === head.readUInt32LE(52) ? frame : null;
}
function payload({ at, kind, codec, raw, hash, bytes }) {
  const plain = kind === 2 ? 2 + 36 * bytes.readUInt16LE(0) : 0;
  const expand = { 0: (b) => b, 1: brotliDecompressSync, 3: decompress }[codec];
  need(expand, `codec ${codec} of the frame at ${at} is not known`);
  const whole = Buffer.concat([bytes.subarray(0, plain), expand(bytes.subarray(plain))]);
  need(whole.length === raw && sha(whole) === hash, `the frame at ${at} is not what its digest says`);
  return whole;
}
function segment(folder, name, role) {
  const file = readFileSync(`${bucket}/${folder}/${name}`);
  need(file.toString("hex", 0, 8) === "f54f545345470d0a" && crc(file.subarray(0, 12)) === file.readUInt32LE(12), `${name}: head`);
  need(file[8] === 1 && file[9] === role, `${name}: version or role`);
  const frames = [];
  for (let at = 16; at >= 0 && at < file.length && frames.at(-1)?.kind !== 4;) {
    const frame = frameAt(file, at);
    if (frame) frames.push(frame);
    at = frame ? frame.end : file.indexOf("f54f548a", at + 1, "hex");
  }
  const trailer = file.subarray(-24);
  const sealed = trailer.toString("hex", 16) === "f54f54454e440d0a" && crc(trailer.subarray(0, 12)) === trailer.readUInt32LE(12);
  const footer = frames.at(-1)?.kind === 4 ? frames.pop() : null;
  need(!sealed || (footer && trailer.readUInt32LE(0) === footer.at && footer.end + 24 === file.length), `${name}: trailer`);
  return { name, frames, footer: sealed ? payload(footer) : null };
}
const segments = (folder, role) => readdirSync(`${bucket}/${folder}`)
  .filter((n) => /^\d{8}T\d{9}-[0-9a-f]{16}\.seg$/.test(n)).sort().map((n) => segment(folder, n, role));

// Objects
const objects = new Map();
for (const { name, frames, footer } of segments("blobs", 1)) {
  const places = [];
  const put = (address, at, place, object) => objects.set(address, object) && places.push([address.slice(0, 32), at, place]);
  for (const frame of frames.filter((f) => f.kind <= 3)) {
    const raw = payload(frame);
    if (frame.kind === 1) put(frame.hash, frame.at, 0, { bytes: raw });
    if (frame.kind === 3) put(raw.toString("hex", 0, 32), frame.at, 0, { manifest: raw.subarray(32) });
    for (let i = 0, count = frame.kind === 2 ? raw.readUInt16LE(0) : 0; i < count; i++) {
      const [at, address] = [2 + 36 * i, raw.toString("hex", 2 + 36 * i, 34 + 36 * i)];
      const [start, length] = [2 + 36 * count + raw.readUInt16LE(at + 32), raw.readUInt16LE(at + 34)];
      const bytes = raw.subarray(start, start + (length & 0x7fff));
      need(length >= 0x8000 || sha(bytes) === address, `${name}: an object in the block at ${frame.at}`);
      put(address, frame.at, i + 1, length >= 0x8000 ? { manifest: bytes } : { bytes });
    }
  }
  places.sort(([a, b, c], [d, e, f]) => (a < d ? -1 : a > d ? 1 : b - e || c - f));
  const lines = Buffer.concat(places.flatMap(([key, at, place]) => [Buffer.from(key, "hex"), int(at, 4), int(place, 2)]));
  need(!footer || (footer.readUInt32LE(0) === places.length && footer.subarray(8, 8 + lines.length).equals(lines)), `${name}: footer`);
}
function read(address) {
  need(objects.has(address), `${address} is missing`);
  const { bytes, manifest: m } = objects.get(address);
  if (bytes) return bytes;
  const parts = m[1] > 0 ? [read(m.toString("hex", 10, 42))] : [];
  const list = m.subarray(m[1] > 0 ? 50 : 10);
  for (let i = 0; i < list.readUInt32LE(0); i++) parts.push(read(list.toString("hex", 4 + 36 * i, 36 + 36 * i)));
  const whole = Buffer.concat(parts);
  need(m[0] === 1 && whole.length === Number(m.readBigUInt64LE(2)) && sha(whole) === address, `the stream ${address}`);
  return whole;
}

// Events (event-log-v1.md) and what they make of each trace (bucket-v1.md)
const about = JSON.parse(readFileSync(`${bucket}/bucket.json`));
need(about.format_version === 1 && about.checksum === sha(`1\n${about.bucket_id}\n${about.codec}`), "bucket.json");
let [traces, last, head] = [new Map(), 0, "sha256:" + "0".repeat(64)];
function take({ seq, kind, trace_id: id, trace_prev, prev, data }, hash) {
  need(seq === ++last && prev === head, `event ${last} breaks the chain`);
  head = `sha256:${hash}`;
  if (!id) return;
  const t = traces.get(id) ?? { generations: [] };
  need(trace_prev === t.seq, `event ${seq} names another event before it`);
  traces.set(id, Object.assign(t, { seq }));
  if (kind === "trace_forgotten") Object.assign(t, { generations: [], forgotten: true });
  if (kind === "trace_reparsed" && !t.forgotten) t.generations[data.generation.index - 1] = data.generation;
  if (kind !== "trace_ingested" || t.forgotten) return;
  const { generation, beginning_of: longer = [], ...key } = data;
  if (generation.index === 1) t.key = key;
  need(generation.index === t.generations.length + 1, `event ${seq}: a generation is missing`);
  for (const g of t.generations) if (longer.includes(g.index)) g.extends.push(generation.index);
  t.generations.push(generation);
}
const logs = segments("events", 2).filter((s) => s.frames[0]?.kind === 5).map((s) => ({ ...s, start: JSON.parse(payload(s.frames[0])) }));
for (const { name, frames, footer, start } of logs.sort((a, b) => a.start.first - b.start.first)) {
  need(start.first === last + 1 && start.last === last && start.head === head, `${name} does not follow`);
  let [batch, end, held, gap] = [[], frames[0].end, [], false];
  for (const frame of frames.slice(1)) {
    if (frame.at !== end) [batch, gap] = [[], true];
    end = frame.end;
    if (frame.kind === 6) batch.push({ one: JSON.parse(payload(frame)), frame });
    if (frame.kind !== 7) continue;
    const commit = JSON.parse(payload(frame));
    need(!gap || commit.last - commit.first + 1 !== batch.length, `${name}: events before event ${commit.first} are damaged`);
    for (const { one, frame: { hash } } of gap ? [] : batch) take(one, hash);
    need(gap || (commit.first === last + 1 - batch.length && commit.last === last && commit.head === head), `${name}: commit of ${last}`);
    held.push(...batch.splice(0));
  }
  if (!footer) continue;
  const kinds = [...new Set(held.map(({ one }) => one.kind))].sort();
  const about = [...new Map(held.flatMap(({ one: { trace_id: id, seq } }) => (id ? [[id.replaceAll("-", ""), seq]] : [])))].sort();
  const names = Buffer.concat(kinds.map((k) => Buffer.concat([int(Buffer.byteLength(k), 1), Buffer.from(k)])));
  const top = Buffer.concat([int(start.first, 8), int(last, 8), Buffer.from(start.head.slice(7) + head.slice(7), "hex"),
    int(held.length, 4), int(about.length, 4), int(names.length, 4), names]);
  const lines = [held.map(({ one, frame }) => [int(frame.at, 4), int(kinds.indexOf(one.kind), 1)]),
    about.map(([id, seq]) => [Buffer.from(id, "hex"), int(seq, 8)])];
  need(footer.equals(Buffer.concat([top, int(crc(top), 4), ...lines.flat(2)])), `${name}: the footer is not what the events say`);
}
for (const [id, t] of [...traces].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const { agent, session_id, sub_agent_id = "", first_entry } = t.key;
  const digest = Buffer.from(sha(["opentraces.trace.v1", agent, session_id, sub_agent_id, first_entry].join("\0")), "hex");
  [digest[6], digest[8]] = [(digest[6] & 15) | 128, (digest[8] & 63) | 128];
  need(digest.toString("hex", 0, 16) === id.replaceAll("-", ""), `${id} is not the id of its key`);
  if (t.forgotten) continue;
  const generations = t.generations.map(({ index, steps, sources }) => ({ index, steps, sources: sources.map((s) => {
    const sha256 = sha(read(s.within ?? s.address).subarray(0, s.length));
    need(sha256 === s.address, `${id}: source ${s.name} of generation ${index}`);
    return { name: s.name, sha256 };
  }) }));
  const time = (g) => Date.parse(g.end ?? "0001-01-01T00:00:00Z");
  const served = t.generations.filter((g) => !t.generations.some((other) => other.extends.includes(g.index)))
    .sort((a, b) => time(b) - time(a) || b.sources[0].length - a.sources[0].length || (b.sources[0].address > a.sources[0].address ? 1 : -1))[0];
  let record_steps = 0;
  for (const [first, end, address] of JSON.parse(read(served.record)).steps) {
    const steps = read(address).toString().trimEnd().split("\n").map((line) => JSON.parse(line).step_index);
    need(steps[0] === first && steps.at(-1) === end, `${id}: the page of steps ${first} to ${end}`);
    record_steps += steps.length;
  }
  console.log(JSON.stringify({ id, agent, session_id, served: served.index, generations, record_steps }));
}
