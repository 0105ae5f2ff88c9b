// The official clients send the bodies as they are to a server of ours on this machine; LangChain reads every message.
import { createServer } from "node:http";
import { once } from "node:events";
import { AIMessage, coerceMessageLikeToMessage } from "@langchain/core/messages";
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";

async function sentBy(send) {
  let body;
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    body = JSON.parse(Buffer.concat(parts).toString("utf8"));
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ id: "x", object: "chat.completion", type: "message", role: "assistant", content: [], choices: [], usage: {} }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await send(`http://127.0.0.1:${server.address().port}`);
    return body;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

export async function readOpenAi(json) {
  const body = await sentBy((url) => new OpenAI({ baseURL: url, apiKey: "none", maxRetries: 0 })
    .chat.completions.create({ model: "m", ...json }));
  if (body.messages.length !== json.messages.length) throw new Error("the client sent another list");
  let calls = 0;
  for (const message of json.messages) {
    const read = coerceMessageLikeToMessage(message);
    const text = Array.isArray(read.content) && read.content.length === 0 ? "" : read.content;
    if (text !== (message.content ?? "")) throw new Error(`LangChain reads a ${message.role} otherwise`);
    const made = message.tool_calls?.length ?? 0;
    if (made !== (read.tool_calls?.length ?? 0) + (read.invalid_tool_calls?.length ?? 0)) throw new Error("LangChain misses a call");
    if (message.role === "tool" && read.tool_call_id !== message.tool_call_id) throw new Error("LangChain misses a result");
    calls += read.tool_calls?.length ?? 0;
  }
  return { "messages read": json.messages.length, "calls read": calls };
}

export async function readAnthropic(json) {
  const body = await sentBy((url) => new Anthropic({ baseURL: url, apiKey: "none", maxRetries: 0 })
    .messages.create({ model: "m", max_tokens: 1, ...json }));
  if (body.messages.length !== json.messages.length) throw new Error("the client sent another list");
  let blocks = 0;
  for (const message of json.messages) {
    coerceMessageLikeToMessage(message);
    if (message.role !== "assistant" || typeof message.content === "string") continue;
    const kinds = { text: "text", tool_use: "tool_call" };
    const read = new AIMessage({ content: message.content, response_metadata: { model_provider: "anthropic" } }).contentBlocks;
    for (const block of message.content) {
      const there = read.filter((b) => b.type === kinds[block.type]).length;
      const meant = message.content.filter((b) => b.type === block.type).length;
      if (there < meant) throw new Error(`LangChain reads ${there} of ${meant} ${block.type} blocks`);
      blocks++;
    }
  }
  return { "messages read": json.messages.length, "blocks read": blocks };
}
