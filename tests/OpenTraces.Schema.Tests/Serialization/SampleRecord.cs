namespace OpenTraces.Schema.Tests.Serialization;

/// <summary>A record in which every member of every nested record has a value that is not its default.</summary>
internal static class SampleRecord
{
    public const string Json =
        """
        {"schema_version":"0.7.0","trace_id":"6f1f0a52-93a8-8c11-9d3e-0123456789ab","session_id":"s-1","content_hash":"7fd3400b48a7a20d70e8f614e56c83cca9fad93cd53d794959fff2fc5b75288d","timestamp_start":"2026-05-01T10:00:00Z","timestamp_end":"2026-05-01T10:09:00Z","execution_context":"devtime",
        "task":{"description":"Add \"a\" cache\nand tests ☃","source":"user_prompt","repository":"o/r","repository_url":"https://example.org/o/r","base_commit":"abc","x_task":1},
        "agent":{"name":"claude-code","version":"2.1.0","model":"anthropic/claude-x","x_agent":[1,2]},
        "environment":{"os":"linux","shell":"bash","vcs":{"type":"git","base_commit":"abc","branch":"main","diff":"d","x_vcs":null},"language_ecosystem":["nuget","npm"],"arch":"arm64","interpreter":{"name":"cpython","version":"3.11"},"resolved_dependencies":null,"platform":"linux_x86_64","abi_tag":"cp311"},
        "system_prompts":{"0123":"You are helpful.","4567":"Be brief 😀"},
        "tool_definitions":[{"name":"Bash","description":"runs"},{"name":"Edit","n":1.50}],
        "steps":[{"step_index":1,"role":"user","content":"Add a cache","reasoning_content":null,"model":null,"system_prompt_hash":"0123","agent_role":null,"parent_step":null,"call_type":"main","subagent_trajectory_ref":null,"tools_available":[],"tool_calls":[],"observations":[],"snippets":[],"token_usage":{"input_tokens":0,"output_tokens":0,"cache_read_tokens":0,"cache_write_tokens":0,"prefix_reuse_tokens":0},"timestamp":"2026-05-01T10:00:00Z","context_node_id":null},
        {"step_index":2,"role":"agent","content":"Done.","reasoning_content":"Think","model":"m","system_prompt_hash":"0123","agent_role":"main","parent_step":1,"call_type":"subagent","subagent_trajectory_ref":"sub","tools_available":["Edit"],"tool_calls":[{"tool_call_id":"c1","tool_name":"Edit","input":{"file_path":"/a/b.cs","n":1.0,"e":"\u00e9"},"duration_ms":12,"x_call":true}],"observations":[{"source_call_id":"c1","content":"ok","output_summary":"o","error":"exit_code:1","x_obs":"1"}],"snippets":[{"file_path":"/a/b.cs","start_line":1,"end_line":2,"language":"csharp","text":"t","source_step":2,"x_snip":{}}],"token_usage":{"input_tokens":1,"output_tokens":2,"cache_read_tokens":3,"cache_write_tokens":4,"prefix_reuse_tokens":5,"cache_write_1h_tokens":3,"speed":"fast","output_is_placeholder":true,"x_tok":0},"timestamp":"2026-05-01T10:01:00Z","context_node_id":"sha256:ab","x_step":"s"}],
        "outcome":{"success":true,"signal_source":"result_message","signal_confidence":"inferred","description":"end_turn","committed":true,"commit_sha":"c0ffee","terminal_state":"goal_reached","reward":1.0,"reward_source":"judge","x_outcome":1},
        "patches":[{"patch_id":"p1","file_path":"/a/b.cs","step_index":2,"tool_call_id":"c1","capture_method":["transcript"],"snapshot_before_id":"s0","snapshot_after_id":"s1","anchor":{"last_searched_at":"2026-05-01T11:00:00Z","found":true,"commit_sha":"c0ffee","evidence_tier":"exact_range_hash","evidence_firmness":"firm_observed","range":[1,2]},"superseded_by":["beef"],"limitations":["replace_all"],"x_patch":1}],
        "dependencies":["FsCheck"],
        "metrics":{"total_steps":2,"total_input_tokens":1,"total_output_tokens":2,"total_duration_s":60.5,"cache_hit_rate":0.75,"estimated_cost_usd":1e-05,"total_cache_read_tokens":3,"total_cache_creation_tokens":4,"total_output_is_placeholder":true,"x_metrics":1},
        "security":{"scanned":true,"flags_reviewed":1,"redactions_applied":2,"classifier_version":"v","x_sec":1},
        "attribution":{"experimental":false,"revision":{"vcs_type":"git","revision":"c0ffee"},"files":[{"path":"b.cs","conversations":[{"contributor":{"type":"ai","model_id":"m"},"url":"opentraces://t/step_2","ids":{"a":["b"]},"related":[{"type":"t","url":"u"}],"ranges":[{"start_line":1,"end_line":2,"content_hash":"murmur3:00","confidence":"high","change_type":"modification","original":{"start_line":1},"contributor":{"type":"mixed"},"x_range":1}],"x_conv":1}],"x_file":1}],"unaccounted_files":["c.cs"],"x_attr":1},
        "lifecycle":"final","git_links":[{"vcs_type":"jj","revision":"c0ffee","repo_url":"u","branch":"b","tier":"tool_emitted","commit_reachable":true,"content_alive":false,"x_link":1},{"vcs_type":"git","revision":"beef","repo_url":null,"branch":null,"tier":"tool_emitted","commit_reachable":null,"content_alive":null}],"generation_index":3,
        "context_tree_summary":{"node_count":1},"metadata":{"project":"p","deep":[{"a":[1e400,-0.0]}]},"x_\u0061":{"b" : [1 , 2]},"y\"":"\ud800"}
        """;

    /// <summary>The same on one line: what writing the record gives.</summary>
    public static string OneLine { get; } = Json.Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
}
