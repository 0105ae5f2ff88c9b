// What ccusage does not read the way the record does, as changes to a copy of the session: with the named cause taken
// away, ccusage must arrive at our totals. Each takes the lines of a session and returns lines.

const parse = line => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

const overObjects = change => lines => lines.map(line => {
  const value = parse(line);
  return value && typeof value === 'object' ? JSON.stringify(change(value) ?? value) : line;
});

/** ccusage looks for `"usage":{` without a space before it parses a line. */
export const spaced_json = overObjects(value => value);

/** ccusage reads messages at the top of a line only; sub-agents' messages of 2.1.9 to 2.1.81 stand inside progress lines. */
export const agent_progress = overObjects(line => {
  const inner = line.type === 'progress' && line.data?.type === 'agent_progress' ? line.data.message : undefined;
  return inner?.type === 'assistant'
    ? { ...inner, sessionId: line.sessionId, version: line.version, timestamp: inner.timestamp ?? line.timestamp, isSidechain: true }
    : undefined;
});

/** ccusage adds up `last_token_usage`; the record follows `total_token_usage`, which also holds calls that no event of their own reports. */
export const last_beside_total = overObjects(line => {
  if (line.payload?.type === 'token_count' && line.payload.info?.total_token_usage)
    delete line.payload.info.last_token_usage;
});

/** ccusage reads one value a line. */
export const two_entries_on_a_line = lines => lines.flatMap(line => parse(line) === undefined ? values(line) : [line]);

/** ccusage counts what a copied session was copied with; the record leaves it to the session it comes from. */
export const copied_history = lines => {
  const header = parse(lines[0]);
  if (!header?.parentSession && !header?.branchedFrom)
    return lines;
  return overObjects(line => {
    if (line.message?.usage && Date.parse(line.timestamp) < Date.parse(header.timestamp))
      delete line.message.usage;
  })(lines);
};

/** ccusage counts a message that two files hold in one of them. */
export const message_in_two_files = (lines, name) => overObjects(line => {
  if (line.message?.id)
    line.message.id += '@' + name;
})(lines);

export const messageIds = text => new Set(text.split('\n').map(line => parse(line)?.message?.id).filter(Boolean));

function values(line) {
  const found = [];
  let depth = 0, start = 0, inText = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i];
    if (inText) {
      if (c === '\\') i++;
      else if (c === '"') inText = false;
    } else if (c === '"') {
      inText = true;
    } else if (c === '{' || c === '[') {
      depth++;
    } else if ((c === '}' || c === ']') && --depth === 0) {
      found.push(line.slice(start, i + 1));
      start = i + 1;
    }
  }
  return start < line.length ? [...found, line.slice(start)] : found;
}
