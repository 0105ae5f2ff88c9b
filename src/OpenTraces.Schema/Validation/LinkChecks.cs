namespace OpenTraces.Schema;

internal static class LinkChecks
{
    public static void Check(TraceRecord record, Findings findings)
    {
        for (var i = 0; i < record.GitLinks.Count; i++)
        {
            var link = record.GitLinks[i];
            var path = $"$.git_links[{i}]";
            findings.RequireOneOf(Vocabularies.LinkVcsType, link.VcsType, path + ".vcs_type");
            findings.RequireOneOf(Vocabularies.LinkTier, link.Tier, path + ".tier");
        }

        if (record.Patches.Count == 0 || !findings.IsWhole("$.patches") || !findings.IsWhole("$.git_links"))
            return;
        var derived = TraceDerived.Apply(record).GitLinks.Select(link => (link.Revision, link.Tier));
        if (!derived.SequenceEqual(record.GitLinks.Select(link => (link.Revision, link.Tier))))
            findings.Error("$.git_links", "derived_differs", "The links are not the ones that follow from the anchors of the patches.");
    }
}
