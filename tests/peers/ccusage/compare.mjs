// Compares the token totals and the cost of our records with ccusage, session by session and all of a harness together.
// Input: lines of `token-totals` (benchmarks/OpenTraces.SideBySide). Every difference must have a reason of reasons.json
// that can be checked; anything else, and any change in how often a reason is needed, ends with exit code 1.
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as costs from './costs.mjs';
import * as repairs from './repairs.mjs';
import { count, isKnown } from './peer.mjs';

const folder = dirname(fileURLToPath(import.meta.url));
const reasons = JSON.parse(readFileSync(join(folder, 'reasons.json'), 'utf8'));
const kinds = ['input', 'output', 'cache_write', 'cache_read'];
const failures = [];
const seen = { tokens: {}, cost: {}, together: {} };

const sessions = readFileSync(process.argv[2], 'utf8').trim().split('\n').map(line => JSON.parse(line))
  .filter(session => isKnown(session.harness));
const isSame = (left, right) => kinds.every(kind => left[kind] === right[kind]);
const show = totals => kinds.map(kind => `${kind} ${totals[kind]}`).join(', ');
const note = (part, reason, harness) => {
  const key = `${harness}/${reason}`;
  seen[part][key] = (seen[part][key] ?? 0) + 1;
};

function checkTokens(session, text) {
  const alone = count(session.harness, [{ name: 's', text }]).total;
  if (isSame(session, alone))
    return { text, peer: alone };
  for (const [reason, harnesses] of Object.entries(reasons.tokens)) {
    if (!(session.harness in harnesses))
      continue;
    const repaired = repairs[reason](text.split('\n')).join('\n');
    const peer = count(session.harness, [{ name: 's', text: repaired }]).total;
    if (isSame(session, peer)) {
      session.reason = reason;
      note('tokens', reason, session.harness);
      return { text: repaired, peer };
    }
  }
  failures.push(`${session.file}: ours ${show(session)}; ccusage ${show(alone)}`);
  return { text, peer: alone };
}

function checkCost(session, peer) {
  if (session.cost !== undefined ? Math.abs(session.cost - peer.cost) < 1e-6 : peer.cost === 0)
    return;
  if (session.cost === undefined) {
    for (const [reason, harnesses] of Object.entries(reasons.cost)) {
      if (session.harness in harnesses && costs[reason]({ ...session, peer, count: text => count(session.harness, [{ name: 's', text }]).total })) {
        note('cost', reason, session.harness);
        return;
      }
    }
  }
  failures.push(`${session.file}: ours ${session.cost} USD, ccusage ${peer.cost} USD`);
}

/** In a folder of several sessions ccusage counts a message once; a record stands for its own session. */
function checkTogether(harness, own) {
  const texts = own.map((session, i) => ({ name: String(i).padStart(4, '0'), text: session.text }));
  const asTheyAre = count(harness, texts).byName;
  const ids = own.map(session => repairs.messageIds(session.text));
  const apart = texts.map(({ name, text }) => ({ name, text: repairs.message_in_two_files(text.split('\n'), name).join('\n') }));
  const repaired = harness === 'claude-code' ? count(harness, apart).byName : asTheyAre;
  own.forEach((session, i) => {
    const { name } = texts[i];
    if (isSame(session, asTheyAre.get(name)))
      return;
    const isShared = ids.some((others, j) => j !== i && [...ids[i]].some(id => others.has(id)));
    if (isShared && isSame(session, repaired.get(name)))
      note('together', 'message_in_two_files', harness);
    else
      failures.push(`${session.file} among the others: ours ${show(session)}; ccusage ${show(asTheyAre.get(name))}`);
  });
}

for (const session of sessions) {
  const checked = checkTokens(session, readFileSync(session.file, 'utf8'));
  session.text = checked.text;
  checkCost(session, checked.peer);
}

const harnesses = [...new Set(sessions.map(session => session.harness))].sort();
const table = ['| harness | sessions | with tokens | equal | explained | cost equal | cost explained |', '|---|---|---|---|---|---|---|'];
for (const harness of harnesses) {
  const own = sessions.filter(session => session.harness === harness);
  // Earlier states of a session are the same session: together they would be counted once.
  checkTogether(harness, own.filter(session => !session.file.includes('/snapshots/')));
  const explained = part => Object.entries(seen[part]).filter(([key]) => key.startsWith(harness + '/'))
    .map(([key, times]) => `${basename(key)} ${times}`).join(', ') || 'none';
  const times = part => Object.entries(seen[part]).filter(([key]) => key.startsWith(harness + '/')).reduce((sum, [, n]) => sum + n, 0);
  const used = own.filter(session => kinds.some(kind => session[kind] > 0)).length;
  table.push(`| ${harness} | ${own.length} | ${used} | ${own.length - times('tokens')} | ${explained('tokens')} | ${own.length - times('cost')} | ${explained('cost')} |`);
}

for (const part of Object.keys(seen)) {
  for (const harness of harnesses) {
    for (const reason of Object.keys(reasons[part])) {
      const times = seen[part][`${harness}/${reason}`] ?? 0;
      const expected = reasons[part][reason][harness] ?? 0;
      if (times !== expected)
        failures.push(`${part}: ${reason} explains ${times} sessions of ${harness}, reasons.json says ${expected}`);
    }
  }
}

const document = readFileSync(join(folder, '..', '..', '..', 'docs', 'tokens.md'), 'utf8').replaceAll('\r\n', '\n');
if (!document.includes(table.join('\n')))
  failures.push('docs/tokens.md does not hold this table');
console.log(table.join('\n'));
console.log(Object.entries(seen.together).map(([key, times]) => `together: ${key} ${times}`).join('\n'));
failures.forEach(failure => console.error(`FAILED ${failure}`));
process.exitCode = failures.length === 0 && sessions.length > 0 ? 0 : 1;
