// Runs ccusage over sessions laid out in a home of their own, as each harness keeps them.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = join(dirname(fileURLToPath(import.meta.url)), 'node_modules');
const native = join(modules, '@ccusage', `ccusage-${process.platform}-${process.arch}`, 'bin', process.platform === 'win32' ? 'ccusage.exe' : 'ccusage');
// The package's own start script takes longer than most counts.
const [program, script] = existsSync(native) ? [native, []] : [process.execPath, [join(modules, 'ccusage', 'src', 'cli.js')]];

const homes = {
  'claude-code': { place: name => `claude/projects/p/${name}.jsonl`, command: () => ['claude', 'session'] },
  'codex-cli': { place: name => `codex/sessions/2026/01/01/rollout-${name}.jsonl`, command: () => ['codex', 'session'] },
  pi: { place: name => `pi/p/${name}.jsonl`, command: home => ['pi', 'session', '--pi-path', join(home, 'pi')] },
};

/** Whether ccusage reads the session files of this harness. */
export const isKnown = harness => harness in homes;

/** Totals of all the sessions, and of each by its name. */
export function count(harness, sessions) {
  const home = mkdtempSync(join(tmpdir(), 'ccusage-'));
  try {
    for (const { name, text } of sessions) {
      const file = join(home, homes[harness].place(name));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    const env = { ...process.env, HOME: home, USERPROFILE: home, CLAUDE_CONFIG_DIR: join(home, 'claude'), CODEX_HOME: join(home, 'codex') };
    const answer = JSON.parse(execFileSync(program, [...script, ...homes[harness].command(home), '--json', '--offline'],
      { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 }));
    const byName = new Map(sessions.map(({ name }) => [name, zero()]));
    for (const session of answer.sessions ?? []) {
      const name = (session.sessionFile ?? session.sessionId).replace(/^.*\//, '').replace(/^rollout-/, '');
      byName.set(name, read(session));
    }
    return { total: answer.totals ? read(answer.totals) : zero(), byName };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

const read = row => ({
  input: row.inputTokens,
  output: row.outputTokens,
  cache_write: row.cacheCreationTokens ?? 0,
  cache_read: row.cacheReadTokens ?? row.cachedInputTokens ?? 0,
  cost: row.totalCost ?? row.costUSD ?? 0,
});

const zero = () => ({ input: 0, output: 0, cache_write: 0, cache_read: 0, cost: 0 });
