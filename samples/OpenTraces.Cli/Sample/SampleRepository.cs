using static OpenTraces.Cli.Sample.SampleContents;

namespace OpenTraces.Cli.Sample;

/// <summary>
/// The history of the sample: two commits before the session, then what people made of the agent's edits. The vouchers go
/// in as written, the receipt in another layout, the shipping rates are taken back, the loose search never lands. The sorting of the second session goes in as written.
/// </summary>
internal static class SampleRepository
{
    /// <summary>Builds the repository and returns the commit the session starts from and the newest one.</summary>
    public static async Task<(string Base, string Head)> BuildAsync(string root, CancellationToken cancellationToken)
    {
        var git = new SampleGit(root);
        await git.InitAsync(cancellationToken);
        var start = await BeforeSessionAsync(git, cancellationToken);

        await git.WriteAsync(CartPath, CartWithVouchers, cancellationToken);
        await git.WriteAsync(CartTestPath, CartTestWithVouchers, cancellationToken);
        await git.CommitAsync(SampleAuthor.Sam, "2026-03-10T10:05:00Z", VoucherSubject, cancellationToken);

        await git.WriteAsync(ReceiptPath, ReceiptFormatted, cancellationToken);
        await git.WriteAsync("README.md", ReadmeWithReceipts, cancellationToken);
        await git.CommitAsync(SampleAuthor.Sam, "2026-03-10T10:30:00Z", ReceiptSubject, cancellationToken);

        await git.WriteAsync(ShippingPath, ShippingRemembered, cancellationToken);
        var shipping = await git.CommitAsync(SampleAuthor.Sam, "2026-03-10T11:00:00Z", ShippingSubject, cancellationToken);

        await git.WriteAsync(CatalogPath, CatalogWithSorting, cancellationToken);
        await git.CommitAsync(SampleAuthor.Lena, "2026-03-11T08:15:00Z", SortingSubject, cancellationToken);

        await git.RevertAsync(SampleAuthor.Lena, "2026-03-12T16:40:00Z", shipping, cancellationToken);
        return (start, await git.HeadAsync(cancellationToken));
    }

    private static async Task<string> BeforeSessionAsync(SampleGit git, CancellationToken cancellationToken)
    {
        await git.WriteAsync("README.md", Readme, cancellationToken);
        await git.WriteAsync(".gitignore", Ignore, cancellationToken);
        await git.WriteAsync("package.json", Package, cancellationToken);
        await git.WriteAsync(CatalogPath, Catalog, cancellationToken);
        await git.WriteAsync(CartPath, Cart, cancellationToken);
        await git.WriteAsync(CartTestPath, CartTest, cancellationToken);
        await git.CommitAsync(SampleAuthor.Sam, "2026-03-02T09:00:00Z", "Start the shop with a catalogue and a cart", cancellationToken);

        await git.WriteAsync(ShippingPath, Shipping, cancellationToken);
        await git.WriteAsync("README.md", ReadmeWithTests, cancellationToken);
        return await git.CommitAsync(SampleAuthor.Lena, "2026-03-03T14:20:00Z", "Ship by weight and zone", cancellationToken);
    }
}
