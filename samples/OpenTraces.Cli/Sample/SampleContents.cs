namespace OpenTraces.Cli.Sample;

/// <summary>The files of the sample shop as they stood before, after and instead of the agent's edits.</summary>
internal static class SampleContents
{
    public const string CartPath = "src/cart.js";
    public const string CartTestPath = "test/cart.test.js";
    public const string CatalogPath = "src/catalog.js";
    public const string ReceiptPath = "src/receipt.js";
    public const string ShippingPath = "src/shipping.js";

    public const string VoucherSubject = "Take vouchers off the total";
    public const string ReceiptSubject = "Print receipts";
    public const string ShippingSubject = "Remember shipping rates";
    public const string SortingSubject = "List products by price";

    public static IReadOnlyList<ExpectedPatch> Expected { get; } =
    [
        new("codex-cli", CartTestPath, "test(\"vouchers lower the total, but not below zero\", () => {", "alive_on_path", VoucherSubject),
        new("codex-cli", CartPath, "  const goods = cart.lines.reduce((sum, line) => sum + priceOf(line.productId) * line.quantity, 0);", "alive_on_path", VoucherSubject),
        new("codex-cli", ReceiptPath, "import { nameOf, priceOf } from \"./catalog.js\";", "alive_transformed", ReceiptSubject),
        new("codex-cli", ShippingPath, "const rememberedRates = new Map();", "reverted", ShippingSubject),
        new("codex-cli", CatalogPath, "  const letters = [...text.toLowerCase()];", "never_committed", null),
        new("claude-code", CatalogPath, "export function idsByPrice() {", "alive_on_path", SortingSubject),
    ];

    public const string Readme = """
        # tinyshop

        A shop in a few files, without a framework.

        """;

    public const string ReadmeWithTests = Readme + """

        Run the tests with `node --test`.

        """;

    public const string ReadmeWithReceipts = ReadmeWithTests + """

        `receiptFor(cart)` gives a receipt as plain text.

        """;

    public const string Ignore = """
        node_modules/
        .env

        """;

    public const string Package = """
        {
          "name": "tinyshop",
          "private": true,
          "type": "module",
          "scripts": { "test": "node --test" }
        }

        """;

    public const string Catalog = """
        const PRODUCTS = {
          mug: { name: "Mug", cents: 1200 },
          tee: { name: "T-shirt", cents: 2400 },
          cap: { name: "Cap", cents: 1800 },
        };

        export const nameOf = (id) => PRODUCTS[id].name;
        export const priceOf = (id) => PRODUCTS[id].cents;

        export function searchByName(text) {
          const wanted = text.toLowerCase();
          return Object.keys(PRODUCTS).filter((id) => nameOf(id).toLowerCase().includes(wanted));
        }

        """;

    public const string CatalogWithLooseSearch = """
        const PRODUCTS = {
          mug: { name: "Mug", cents: 1200 },
          tee: { name: "T-shirt", cents: 2400 },
          cap: { name: "Cap", cents: 1800 },
        };

        export const nameOf = (id) => PRODUCTS[id].name;
        export const priceOf = (id) => PRODUCTS[id].cents;

        export function searchByName(text) {
          const letters = [...text.toLowerCase()];
          return Object.keys(PRODUCTS).filter((id) => {
            let from = 0;
            return letters.every((letter) => (from = nameOf(id).toLowerCase().indexOf(letter, from) + 1) > 0);
          });
        }

        """;

    public const string CatalogWithSorting = Catalog + """

        export function idsByPrice() {
          return Object.keys(PRODUCTS).sort((left, right) => priceOf(left) - priceOf(right));
        }

        """;

    public const string Cart = """
        import { priceOf } from "./catalog.js";

        export function createCart() {
          return { lines: [], vouchers: [] };
        }

        export function addToCart(cart, productId, quantity = 1) {
          const line = cart.lines.find((entry) => entry.productId === productId);
          if (line) {
            line.quantity += quantity;
          } else {
            cart.lines.push({ productId, quantity });
          }
          return cart;
        }

        export function totalOf(cart) {
          return cart.lines.reduce((sum, line) => sum + priceOf(line.productId) * line.quantity, 0);
        }

        """;

    public const string CartWithVouchers = """
        import { priceOf } from "./catalog.js";

        export function createCart() {
          return { lines: [], vouchers: [] };
        }

        export function addToCart(cart, productId, quantity = 1) {
          const line = cart.lines.find((entry) => entry.productId === productId);
          if (line) {
            line.quantity += quantity;
          } else {
            cart.lines.push({ productId, quantity });
          }
          return cart;
        }

        export function totalOf(cart) {
          const goods = cart.lines.reduce((sum, line) => sum + priceOf(line.productId) * line.quantity, 0);
          const rebate = cart.vouchers
            .filter((voucher) => goods >= voucher.minimumCents)
            .reduce((sum, voucher) => sum + voucher.rebateCents, 0);
          return Math.max(0, goods - rebate);
        }

        """;

    public const string CartTest = """
        import assert from "node:assert/strict";
        import test from "node:test";
        import { addToCart, createCart, totalOf } from "../src/cart.js";

        test("the total counts every piece", () => {
          assert.equal(totalOf(addToCart(createCart(), "mug", 2)), 2400);
        });

        """;

    public const string CartTestWithVouchers = CartTest + """

        test("vouchers lower the total, but not below zero", () => {
          const cart = addToCart(createCart(), "mug", 2);
          cart.vouchers.push({ rebateCents: 500, minimumCents: 1000 });
          assert.equal(totalOf(cart), 1900);
          cart.vouchers.push({ rebateCents: 9000, minimumCents: 0 });
          assert.equal(totalOf(cart), 0);
        });

        """;

    /// <summary>As the agent wrote it.</summary>
    public const string Receipt = """
        import { nameOf, priceOf } from "./catalog.js";
        import { totalOf } from "./cart.js";

        const euros = (cents) => `${(cents / 100).toFixed(2)} EUR`;

        export function receiptFor(cart) {
          const rows = cart.lines.map((line) => `${line.quantity} x ${nameOf(line.productId)}: ${euros(priceOf(line.productId) * line.quantity)}`);
          return [...rows, "-".repeat(24), `total: ${euros(totalOf(cart))}`].join("\n");
        }

        """;

    /// <summary>The same tokens as the person committed them, after a formatter.</summary>
    public const string ReceiptFormatted = """
        import { nameOf, priceOf } from "./catalog.js";
        import { totalOf } from "./cart.js";

        const euros = (cents) => `${(cents / 100).toFixed(2)} EUR`;

        export function receiptFor(cart) {
          const rows = cart.lines.map(
            (line) =>
              `${line.quantity} x ${nameOf(line.productId)}: ${euros(priceOf(line.productId) * line.quantity)}`
          );
          return [
            ...rows,
            "-".repeat(24),
            `total: ${euros(totalOf(cart))}`
          ].join("\n");
        }

        """;

    public const string Shipping = """
        const ZONES = { home: 390, europe: 990, world: 2490 };

        export async function rateFor(zone, weightGrams) {
          const base = ZONES[zone] ?? ZONES.world;
          return base + Math.ceil(weightGrams / 500) * 120;
        }

        """;

    public const string ShippingRemembered = """
        const ZONES = { home: 390, europe: 990, world: 2490 };

        const rememberedRates = new Map();
        export function rateFor(zone, weightGrams) {
          const key = `${zone}/${weightGrams}`;
          const rate = rememberedRates.get(key) ?? (ZONES[zone] ?? ZONES.world) + Math.ceil(weightGrams / 500) * 120;
          rememberedRates.set(key, rate);
          return rate;
        }

        """;
}
