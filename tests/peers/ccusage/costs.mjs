// Why ccusage names a cost where the record names none. Each reason proves itself on the session: true only if it is the
// whole of what ccusage counts.

const parse = line => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

const unpriceable = 'model-without-a-price';
const lines = text => text.split('\n').map(parse).filter(line => line && typeof line === 'object');

/** A model has no published price and ccusage takes that of one with a similar name: under a name like no other only our priced part is left. */
export function similar_model({ text, about_cost: about, priced_cost: priced, peer, count }) {
  const names = (about?.unpriced_models ?? []).map(model => model.slice(model.lastIndexOf('/') + 1)).filter(name => text.includes(`"${name}"`));
  const renamed = names.reduce((changed, name) => changed.replaceAll(`"${name}"`, `"${unpriceable}"`), text);
  const rest = count(renamed).cost;
  return names.length > 0 && rest < peer.cost && Math.abs(rest - priced) < 1e-6;
}

/** Pi states nothing for some calls, and their model has no published price; ccusage adds up what it states for the others. */
export function stated_for_some({ text, about_cost: about, peer }) {
  const calls = lines(text).map(line => line.message).filter(message => message?.usage);
  const stated = calls.reduce((sum, { usage }) => sum + (usage.cost?.total ?? 0), 0);
  const silent = calls.some(({ model, usage }) => !usage.cost?.total && usage.totalTokens > 0 && about?.unpriced_models?.some(name => name.endsWith('/' + model)));
  return silent && stated > 0 && Math.abs(stated - peer.cost) < 1e-6;
}

/** The counts stand where no answer came before them (none at all, or an aborted turn): no step uses anything, and without the counts ccusage finds no cost. */
export function usage_without_step({ text, steps_with_usage: steps, count }) {
  const withoutCounts = text.split('\n').filter(line => parse(line)?.payload?.type !== 'token_count').join('\n');
  return steps === 0 && count(withoutCounts).cost === 0;
}
