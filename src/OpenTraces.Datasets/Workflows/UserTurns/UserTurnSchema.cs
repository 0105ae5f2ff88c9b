using OpenTraces.Schema;

namespace OpenTraces.Datasets.Workflows;

internal static class UserTurnSchema
{
    public static RawJson Json { get; } = RawJson.Parse(
        """
        {
          "$schema": "http://json-schema.org/draft-07/schema#",
          "title": "opentraces.user_turns.v1",
          "type": "object",
          "additionalProperties": false,
          "required": ["source_trace_id", "source_unit_id", "ref", "ask", "agent", "model", "files", "patches", "survival", "tokens", "steps", "tools", "started_at", "ended_at"],
          "properties": {
            "source_trace_id": {"type": "string", "minLength": 36, "maxLength": 36},
            "source_unit_id": {"type": "string", "pattern": "^tu:[0-9a-f-]{36}:turn:[0-9]+$"},
            "ref": {"type": "string", "pattern": "^[0-9a-f-]{36}:[0-9]+-[0-9]+$"},
            "ask": {"type": "string", "minLength": 1},
            "agent": {"type": "string"},
            "model": {"type": ["string", "null"]},
            "files": {"type": "array", "items": {"type": "string"}},
            "patches": {
              "type": "array",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["patch_id", "path", "kind", "added", "removed", "survival"],
                "properties": {
                  "patch_id": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                  "path": {"type": "string"},
                  "kind": {"type": "string", "enum": ["modify", "add", "delete", "move"]},
                  "added": {"type": "integer", "minimum": 0},
                  "removed": {"type": "integer", "minimum": 0},
                  "survival": {"$ref": "#/definitions/state"}
                }
              }
            },
            "survival": {
              "type": "object",
              "additionalProperties": false,
              "patternProperties": {"^(unknown|never_committed|orphan_branch|alive_on_path|alive_moved|alive_transformed|partially_preserved|repaired|reverted|lost)$": {"type": "integer", "minimum": 1}}
            },
            "tokens": {
              "type": "object",
              "additionalProperties": false,
              "required": ["input", "output", "cache_read", "cache_write"],
              "properties": {
                "input": {"type": "integer", "minimum": 0},
                "output": {"type": "integer", "minimum": 0},
                "cache_read": {"type": "integer", "minimum": 0},
                "cache_write": {"type": "integer", "minimum": 0}
              }
            },
            "steps": {"type": "integer", "minimum": 1},
            "tools": {"type": "array", "uniqueItems": true, "items": {"type": "string"}},
            "started_at": {"type": ["string", "null"]},
            "ended_at": {"type": ["string", "null"]}
          },
          "definitions": {
            "state": {
              "type": "string",
              "enum": ["unknown", "never_committed", "orphan_branch", "alive_on_path", "alive_moved", "alive_transformed", "partially_preserved", "repaired", "reverted", "lost"]
            }
          }
        }
        """);
}
