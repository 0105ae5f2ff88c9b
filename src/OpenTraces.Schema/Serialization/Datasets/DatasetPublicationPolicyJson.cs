using System.Text.Json;

namespace OpenTraces.Schema;

internal static class DatasetPublicationPolicyJson
{
    public static DatasetPublicationPolicy Read(ref JsonCursor json)
    {
        DatasetPublicationReviewPolicy? review = null;
        DatasetPublicationSecurityPolicy? security = null;
        DatasetPublicationLlmReviewPolicy? llmReview = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("review"u8)) review = DatasetNames.PublicationReviewPolicy.Read(ref json);
            else if (json.Is("security"u8)) security = DatasetNames.PublicationSecurityPolicy.Read(ref json);
            else if (json.Is("llm_review"u8)) llmReview = DatasetNames.PublicationLlmReviewPolicy.Read(ref json);
            else json.KeepOrRefuse(ref unknown);
        }

        return new DatasetPublicationPolicy
        {
            Review = review ?? DatasetPublicationReviewPolicy.Required,
            Security = security ?? DatasetPublicationSecurityPolicy.Required,
            LlmReview = llmReview ?? DatasetPublicationLlmReviewPolicy.Optional,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, DatasetPublicationPolicy value)
    {
        writer.WriteStartObject();
        DatasetNames.PublicationReviewPolicy.Write(writer, "review"u8, value.Review);
        DatasetNames.PublicationSecurityPolicy.Write(writer, "security"u8, value.Security);
        DatasetNames.PublicationLlmReviewPolicy.Write(writer, "llm_review"u8, value.LlmReview);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
