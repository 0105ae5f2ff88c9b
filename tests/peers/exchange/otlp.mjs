// The protobuf messages of OTLP as @opentelemetry/otlp-transformer ships them, and the reader of GenAI attributes that
// OpenInference uses.
import { createRequire } from "node:module";
import { convertGenAISpanAttributesToOpenInferenceSpanAttributes as convert } from "@arizeai/openinference-genai";

const require = createRequire(import.meta.url);
const { dirname, join } = require("node:path");
const entry = require.resolve("@opentelemetry/otlp-transformer");
const root = require(join(dirname(entry), "generated/root"));
const Request = root.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;

export function readOtlp(json, checkMessages) {
  const request = structuredClone(json);
  const spans = request.resourceSpans.flatMap((r) => r.scopeSpans).flatMap((s) => s.spans);
  // OTLP JSON has ids in hexadecimal where protobuf's own JSON has base64.
  for (const span of spans) {
    for (const id of ["traceId", "spanId", "parentSpanId"]) {
      if (span[id] !== undefined) span[id] = Buffer.from(span[id], "hex");
    }
  }
  const decoded = Request.toObject(Request.decode(Request.encode(Request.fromObject(request)).finish()), { longs: String });
  const back = decoded.resourceSpans.flatMap((r) => r.scopeSpans).flatMap((s) => s.spans);
  if (back.length !== spans.length) throw new Error(`${back.length} of ${spans.length} spans came back`);
  let model = 0;
  let messages = 0;
  back.forEach((span, i) => {
    if (span.startTimeUnixNano !== spans[i].startTimeUnixNano) throw new Error("a time came back otherwise");
    const attributes = Object.fromEntries(span.attributes.map((a) => [a.key, a.value.stringValue ?? Number(a.value.intValue)]));
    for (const name of ["gen_ai.input.messages", "gen_ai.output.messages"]) {
      if (attributes[name]) checkMessages(JSON.parse(attributes[name]));
    }
    const open = convert(attributes);
    if (attributes["gen_ai.operation.name"] === "chat") {
      if (open["openinference.span.kind"] !== "LLM") throw new Error("a model call is not read as one");
      if (attributes["gen_ai.usage.output_tokens"] !== open["llm.token_count.completion"]) throw new Error("usage is not read");
      model++;
      messages += Object.keys(open).filter((k) => /^llm\.(input|output)_messages\.\d+\.message\.role$/.test(k)).length;
    }
  });
  return { "spans decoded": back.length, "model calls read": model, "messages read": messages };
}
