using OpenTraces.Schema;

namespace OpenTraces.Bucket.Index;

/// <summary>The questions the rest of the bucket asks of the index.</summary>
internal sealed class IndexLookups(IndexConnections index)
{
    /// <summary>The traces of a session id, and the event through which that is known.</summary>
    public (IReadOnlyList<TraceId> Ids, long Through) FindSession(TraceKey key) => index.Read<(IReadOnlyList<TraceId>, long)>(
        connection => (
            new IndexCommand(connection,
                "SELECT trace_id FROM traces WHERE session_id = $session AND agent = $agent AND sub_agent_id IS $sub")
                .With("$session", key.SessionId).With("$agent", key.Agent).With("$sub", key.SubAgentId)
                .Rows(r => TraceId.Parse(r.GetString(0))),
            new IndexWriter(connection).Through),
        ([], 0));
}
