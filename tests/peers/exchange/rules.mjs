// Rules of the providers that no schema holds and no client checks: the services refuse a request that breaks one.
const name = /^[a-zA-Z0-9_-]{1,64}$/;
const rule = (holds, text) => {
  if (!holds) throw new Error(`the provider refuses ${text}`);
};

function checkTools(names) {
  for (const one of names) rule(name.test(one), "the name of a tool");
}

/** Messages of an Anthropic request. */
export function anthropicRules(json) {
  checkTools((json.tools ?? []).map((t) => t.name));
  const taken = new Set();
  let open = new Set();
  for (const message of json.messages) {
    rule(["user", "assistant"].includes(message.role), "a role");
    const blocks = typeof message.content === "string" ? [{ type: "text", text: message.content }] : message.content;
    rule(blocks.length > 0, "a message without content");
    const results = blocks.filter((b) => b.type === "tool_result");
    rule(blocks.slice(0, results.length).every((b) => b.type === "tool_result"), "a result behind another block");
    for (const result of results) rule(open.delete(result.tool_use_id), "a result without its call right before");
    rule(open.size === 0, "a call without its result right behind");
    open = new Set();
    for (const block of blocks) {
      if (block.type === "text") rule(block.text.trim() !== "", "blank text");
      if (block.type === "tool_result" && block.content !== undefined) {
        const parts = typeof block.content === "string" ? [{ type: "text", text: block.content }] : block.content;
        for (const part of parts) if (part.type === "text") rule(part.text.trim() !== "", "blank text in a result");
      }
      if (block.type === "thinking") rule(message.role === "assistant" && !!block.signature, "thinking without a signature");
      if (block.type !== "tool_use") continue;
      rule(message.role === "assistant", "a call of the user");
      rule(/^[a-zA-Z0-9_-]+$/.test(block.id) && !taken.has(block.id), "the id of a call");
      rule(name.test(block.name), "the name of a function");
      rule(block.input !== null && typeof block.input === "object" && !Array.isArray(block.input), "input that is no object");
      taken.add(block.id);
      open.add(block.id);
    }
  }
  rule(open.size === 0, "a call without its result right behind");
  return { "lists within the provider's rules": 1, "lists that begin with the assistant (named in the report)": json.messages[0]?.role === "assistant" ? 1 : 0 };
}

/** Messages of an OpenAI request. */
export function openAiRules(json) {
  checkTools((json.tools ?? []).map((t) => t.function.name));
  const taken = new Set();
  let open = new Set();
  for (const message of json.messages) {
    if (message.role === "tool") {
      rule(open.delete(message.tool_call_id), "a result that does not follow its call");
      continue;
    }
    rule(open.size === 0, "a call without its result right behind");
    rule(["system", "developer", "user", "assistant"].includes(message.role), "a role");
    const calls = message.tool_calls ?? [];
    if (message.role === "assistant") rule(calls.length > 0 || !!message.content?.length, "an answer without text and calls");
    rule(message.tool_calls === undefined || calls.length > 0, "an empty list of calls");
    for (const call of calls) {
      rule(name.test(call.function.name), "the name of a function");
      rule(call.id !== "" && !taken.has(call.id), "the id of a call");
      JSON.parse(call.function.arguments);
      taken.add(call.id);
      open.add(call.id);
    }
  }
  rule(open.size === 0, "a call without its result right behind");
  return { "lists within the provider's rules": 1 };
}
