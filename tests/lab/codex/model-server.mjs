// A model that follows a script: a word of the last prompt names it. Loopback only; ends after five minutes at the latest.
import http from 'node:http';

const PATCH = `apply_patch <<'EOF'
*** Begin Patch
*** Add File: docs/new.md
+# New
+
+text
*** Update File: src/greeting.txt
@@ first
 second
-third
+THIRD
 fourth
@@
-ninth
+NINTH
+ninth and a half
*** Update File: src/old.txt
*** Move to: src/moved.txt
@@
-move me
+moved
*** Delete File: src/gone.txt
*** End Patch
EOF`;
const BAD_PATCH = `apply_patch <<'EOF'
*** Begin Patch
*** Update File: src/greeting.txt
@@
-no such line
+never
*** End Patch
EOF`;
const think = text => ({ type: 'reasoning', summary: [{ type: 'summary_text', text }], encrypted_content: 'gAAAAB-' + text.length });
const say = (text, phase) => ({ type: 'message', role: 'assistant', ...(phase && { phase }), content: [{ type: 'output_text', text }] });
const call = (name, args, namespace) => ({ type: 'function_call', name, ...(namespace && { namespace }), arguments: JSON.stringify(args) });
const exec = cmd => call('exec_command', { cmd });
const JS = `const r = await tools.exec_command({ cmd: "ls src" });
text(JSON.stringify(r));
const p = await tools.exec_command({ cmd: "apply_patch <<'EOF'\\n*** Begin Patch\\n*** Add File: js.txt\\n+from js\\n*** End Patch\\nEOF" });
text(JSON.stringify(p));
`;
const SCRIPTS = {
  EDIT: [
    [think('Look at the files first.'), say('I will look at the files.', 'commentary'), exec('cat src/greeting.txt'), exec('cat missing.txt')],
    [think('Now the patch.'), exec(PATCH)],
    [exec(BAD_PATCH)],
    [exec("printf 'one\\ntwo\\n' > plain.txt && git status --short")],
    [say('The files are changed.', 'final_answer')],
  ],
  AGAIN: [[exec("apply_patch <<'EOF'\n*** Begin Patch\n*** Update File: src/greeting.txt\n@@\n-first\n+FIRST\n*** End Patch\nEOF")], [say('Changed once more.')]],
  IMAGE: [[call('view_image', { path: 'dot.png' })], [say('A dot.')]],
  SPAWN: [
    [call('spawn_agent', { message: 'CHILD look at src', agent_type: 'explorer' }, 'multi_agent_v1')],
    [call('wait_agent', { targets: ['$CHILD'], timeout_ms: 20000 }, 'multi_agent_v1')],
    [call('close_agent', { target: '$CHILD' }, 'multi_agent_v1')],
    [say('The child is done.')],
  ],
  FORKCHILD: [
    [call('spawn_agent', { message: 'CHILD look at src', fork_context: true }, 'multi_agent_v1')],
    [call('wait_agent', { targets: ['$CHILD'], timeout_ms: 20000 }, 'multi_agent_v1')],
    [say('The forked child is done.')],
  ],
  CHILD: [[exec('ls src')], [say('The child has looked.')]],
  LONG: [[think('Much to read.'), exec('seq 1 400')], [exec('seq 1 300')], [exec('seq 1 200')], [say('Read it all.')]],
  SLOW: [[exec('echo started')], [{ wait: 15000 }, say('Too late.')]],
  BAD: [[call('exec_command', 'x')], [call('no_such_tool', {})], [say('Tried.')]],
  STDIN: [[call('exec_command', { cmd: 'read x; echo got $x; exit 3', tty: true, yield_time_ms: 300 })], [call('write_stdin', { session_id: '$SESSION', chars: 'hi\n', yield_time_ms: 1500 })], [say('Written.')]],
  JS: [[{ type: 'custom_tool_call', name: 'exec', input: JS }], [say('Scripted.')]],
  PLAN: [[call('update_plan', { plan: [{ step: 'a', status: 'in_progress' }] })], [say('Planned.')]],
};
const textOf = item => typeof item.content === 'string' ? item.content : (item.content ?? []).map(c => c.text ?? '').join('\n');
const outputOf = item => typeof item.output === 'string' ? item.output : (item.output ?? []).map(c => c.text ?? '').join('\n');

let responses = 0;
function respond(body) {
  const input = Array.isArray(body.input) ? body.input : [];
  let start = -1, script;
  input.forEach((item, i) => {
    if (item.type === 'message' || item.type === 'agent_message' || item.role) {
      for (const word of textOf(item).split(/\s+/)) if (SCRIPTS[word] && item.role !== 'assistant' && item.role !== 'developer') { start = i; script = SCRIPTS[word]; }
    }
  });
  const last = input[input.length - 1];
  const isSummary = last && /CONTEXT CHECKPOINT|summary of the conversation|handoff summary/i.test(textOf(last));
  if (!isSummary && input.some(i => /Summary: the seq/.test(textOf(i)))) return [say('Read it all, after the summary.')];
  if (isSummary || !script) return [say(isSummary ? 'Summary: the seq outputs were read.' : 'Hello.')];
  const rest = input.slice(start + 1);
  const turn = rest.filter((item, i) => /function_call$|custom_tool_call$/.test(item.type) && !/function_call$|custom_tool_call$/.test(rest[i - 1]?.type ?? '')).length;
  const outputs = rest.filter(i => /_output$/.test(i.type)).map(outputOf).join('\n');
  const child = /"agent_id":\s*"([^"]+)"/.exec(outputs)?.[1] ?? 'none';
  const session = Number(/session ID (\d+)/.exec(outputs)?.[1] ?? 0);
  const items = JSON.stringify(script[Math.min(turn, script.length - 1)]).replaceAll('$CHILD', child).replaceAll('\\"$SESSION\\"', String(session));
  return JSON.parse(items);
}

const server = http.createServer((request, response) => {
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'application/json');
    return response.end(JSON.stringify({ object: 'list', data: [{ id: 'fake-1', object: 'model' }], models: [] }));
  }
  let text = '';
  request.on('data', d => { text += d; });
  request.on('end', () => {
    let items;
    try { items = respond(JSON.parse(text)); } catch (e) { response.statusCode = 500; return response.end(String(e)); }
    const n = ++responses, id = `resp_${n}`;
    const wait = items.find(i => i.wait)?.wait ?? 0;
    items = items.filter(i => !i.wait).map((item, i) => ({ id: `item_${n}_${i}`, ...(/_call$/.test(item.type) && { call_id: `call_${n}_${i}`, status: 'completed' }), ...item }));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = event => response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    send({ type: 'response.created', response: { id } });
    setTimeout(() => {
      items.forEach((item, i) => {
        send({ type: 'response.output_item.added', output_index: i, item });
        send({ type: 'response.output_item.done', output_index: i, item });
      });
      const size = Math.ceil(text.length / 4);
      const thought = items.filter(i => i.type === 'reasoning').length * 11;
      const usage = { input_tokens: size, input_tokens_details: { cached_tokens: n > 1 ? Math.floor(size / 2) : 0 }, output_tokens: 40 + thought, output_tokens_details: { reasoning_tokens: thought }, total_tokens: size + 40 + thought };
      send({ type: 'response.completed', response: { id, output: items, usage } });
      response.end();
    }, wait);
  });
});
server.listen(18080, '127.0.0.1', () => console.log('ready'));
setTimeout(() => process.exit(0), 300000);
