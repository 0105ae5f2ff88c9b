using System.Buffers;
using OpenTraces.Datasets.Files;
using OpenTraces.Schema;

namespace OpenTraces.Datasets.Review;

/// <summary>The decisions of a dataset by row id: <c>publication_state.json</c>. A row without one waits for review.</summary>
internal static class PublicationState
{
    private const int Version = 1;

    public static async ValueTask<SortedDictionary<string, DatasetPublicationStateEntry>> ReadAsync(
        DatasetFolder folder, CancellationToken cancellationToken)
    {
        var decisions = new SortedDictionary<string, DatasetPublicationStateEntry>(StringComparer.Ordinal);
        if (!File.Exists(folder.PublicationState))
            return decisions;
        var bytes = await File.ReadAllBytesAsync(folder.PublicationState, cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var (rowId, decision) in DatasetJson.ParsePublicationState(bytes).Rows)
                decisions[rowId] = decision;
            return decisions;
        }
        catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.InvalidTrace)
        {
            throw new OpenTracesException(OpenTracesErrorCode.StoreCorrupt,
                $"'{folder.PublicationState}' cannot be read: {e.Message} Restore it, or remove it to review every row again.", e);
        }
    }

    public static ValueTask WriteAsync(
        DatasetFolder folder, SortedDictionary<string, DatasetPublicationStateEntry> decisions, CancellationToken cancellationToken)
    {
        var json = new ArrayBufferWriter<byte>();
        DatasetJson.WritePublicationState(json, new DatasetPublicationState { Version = Version, Rows = decisions });
        return DurableFile.ReplaceAsync(folder.PublicationState, PrettyJson.Of(json.WrittenMemory), cancellationToken);
    }
}
