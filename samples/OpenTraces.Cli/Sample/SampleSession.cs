using static OpenTraces.Cli.Sample.SampleContents;

namespace OpenTraces.Cli.Sample;

/// <summary>The conversation of the sample: four asks, five edits, one red test that turns green.</summary>
internal static class SampleSession
{
    public static byte[] Write(string sessionId, string repository, string commit)
    {
        var session = new CodexSessionWriter(repository, new DateTimeOffset(2026, 3, 10, 9, 0, 12, TimeSpan.Zero));
        session.Meta(sessionId, commit, "You are a coding agent working in a terminal. Read before you write, keep changes small, run the tests.");
        AskForVouchers(session);
        AskForReceipt(session);
        AskForShipping(session);
        AskForSearch(session);
        return session.ToArray();
    }

    private static void AskForVouchers(CodexSessionWriter session)
    {
        session.Turn("Customers say that vouchers do nothing: the cart total stays the same. Write a test that shows it, then fix it.");
        session.Think("**Looking at the cart**\n\nThe cart already has a list of vouchers. I want to see who reads it.");
        session.Run("ls src test && sed -n '1,200p' src/cart.js", "src:\ncart.js\ncatalog.js\nshipping.js\n\ntest:\ncart.test.js\n" + Cart, new(7120, 0, 164, 64));
        session.Think("**Writing the failing test first**\n\nNobody reads the vouchers. The test should cover a minimum and the floor at zero.");
        session.Apply(new SampleEdit(CartTestPath, CartTest, CartTestWithVouchers), new(7740, 7040, 412, 128));
        session.Run("node --test", """
            ✔ the total counts every piece (0.71ms)
            ✖ vouchers lower the total, but not below zero (1.38ms)
              AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:

              2400 !== 1900

                  at TestContext.<anonymous> (file:///home/sam/tinyshop/test/cart.test.js:12:10)
            ℹ tests 2
            ℹ pass 1
            ℹ fail 1

            """, new(8230, 7680, 71, 0), exitCode: 1);
        session.Think("**Fixing the total**\n\nThe test fails for the right reason. The rebate applies only from the minimum on.");
        session.Apply(new SampleEdit(CartPath, Cart, CartWithVouchers), new(8610, 8192, 356, 96));
        session.Run("node --test", """
            ✔ the total counts every piece (0.68ms)
            ✔ vouchers lower the total, but not below zero (0.22ms)
            ℹ tests 2
            ℹ pass 2
            ℹ fail 0

            """, new(9040, 8576, 58, 0));
        session.Answer("Vouchers were stored in the cart, but `totalOf` never read them. It now takes off every voucher whose minimum the goods reach, and stops at zero. The new test in `test/cart.test.js` failed before the change and passes now.", new(9210, 8960, 142, 0));
    }

    private static void AskForReceipt(CodexSessionWriter session)
    {
        session.Turn("Good. Now a plain text receipt: one row per product, a rule, the total in euros.", minutesLater: 6);
        session.Run("cat src/catalog.js", Catalog, new(9480, 9216, 49, 0));
        session.Think("**Keeping it to one function**\n\nNames and prices come from the catalogue, the total from the cart.");
        session.Apply(new SampleEdit(ReceiptPath, null, Receipt), new(9930, 9472, 488, 64));
        session.Run("node -e \"import('./src/receipt.js').then(async (r) => { const c = await import('./src/cart.js'); console.log(r.receiptFor(c.addToCart(c.createCart(), 'mug', 2))); })\"",
            "2 x Mug: 24.00 EUR\n------------------------\ntotal: 24.00 EUR\n", new(10510, 9920, 97, 0));
        session.Answer("`receiptFor(cart)` in `src/receipt.js` returns the receipt as text; I checked it with two mugs.", new(10690, 10496, 61, 0));
    }

    private static void AskForShipping(CodexSessionWriter session)
    {
        session.Turn("The checkout asks for the same shipping rate again and again. Can you make that cheaper?", minutesLater: 9);
        session.Run("sed -n '1,80p' src/shipping.js && cat .env", Shipping + "# /home/sam/tinyshop/.env\nCARRIER_URL=https://rates.carrier.example\nGITHUB_TOKEN=" + FakeToken + "\n", new(11020, 10624, 83, 0));
        session.Think("**Remembering rates**\n\nA rate depends on zone and weight only, so both together are the key. Nothing in here waits, so the function need not be asynchronous.");
        session.Apply(new SampleEdit(ShippingPath, Shipping, ShippingRemembered), new(11560, 11008, 431, 160));
        session.Run("node --test", "ℹ tests 2\nℹ pass 2\nℹ fail 0\n", new(12010, 11520, 40, 0));
        session.Answer("Rates are now kept by zone and weight. Note that `rateFor` no longer returns a promise; callers that await it keep working. Your `.env` holds a token: I did not use it.", new(12150, 11904, 118, 0));
    }

    private static void AskForSearch(CodexSessionWriter session)
    {
        session.Turn("One experiment: let the search find products even when letters are missing, like 'tsh' for T-shirt.", minutesLater: 7);
        session.Think("**Matching letters in order**\n\nEvery letter has to be found after the one before it.");
        session.Apply(new SampleEdit(CatalogPath, Catalog, CatalogWithLooseSearch), new(12780, 12032, 397, 128));
        session.Run("node -e \"import('./src/catalog.js').then((c) => console.log(c.searchByName('tsh'), c.searchByName('cp')))\"",
            "[ 'tee' ] [ 'cap' ]\n", new(13290, 12672, 74, 0));
        session.Answer("The search now accepts the letters of a name in order, with gaps. It is not committed; short inputs match a lot, so try it before you keep it.", new(13420, 13184, 96, 0));
    }

    /// <summary>Shaped like a token and put together here, so that no file of the project holds one.</summary>
    private static string FakeToken => "ghp_" + string.Concat("t1nySh0pDemo", "N0tARealToken", "4Redaction1");
}
