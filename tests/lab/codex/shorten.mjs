// Shortens a rollout: node shorten.mjs FROM TO. Instructions and long texts are cut, nothing else is changed.
import fs from 'node:fs';

const LONG = { output: 300, aggregated_output: 300, image_url: 4000, arguments: 4000, input: 4000, message: 4000 };
const plain = text => text
  .replace(/^Another language model[^]*?\nSummary/, '[elided]\nSummary')
  .replace(/^(<turn_aborted>\n)[^]*(\n<\/turn_aborted>)/, '$1[elided]$2')
  .replace(/User initiated a review task\.[^<]*/, '[elided]')
  .replace(' (staged, unstaged, and untracked files) and provide prioritized findings', '')
  .replace(/^(<(skills_instructions|permissions instructions)>)[^]*/, '$1[elided]');

function shorten(value, name) {
  if (name === 'base_instructions') return { text: 'You are a coding agent. [elided]' };
  if (typeof value === 'string') {
    const text = plain(value);
    return text.length > (LONG[name] ?? 400) ? text.slice(0, 120) + ' [elided]' : text;
  }
  if (Array.isArray(value)) return value.map(item => shorten(item, name));
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, shorten(v, k)]));
  return value;
}

const [from, to] = process.argv.slice(2);
const lines = fs.readFileSync(from, 'utf8').trim().split('\n').map(text => {
  const line = JSON.parse(text);
  if (line.type === 'world_state') line.payload.state = { environments: { current_date: '2026-11-25' } };
  if (line.payload?.role === 'developer') line.payload.content = line.payload.content.map(part => ({ ...part, text: part.text.slice(0, 21) + '[elided]' }));
  return JSON.stringify(shorten(line));
});
fs.writeFileSync(to, lines.join('\n') + '\n');
