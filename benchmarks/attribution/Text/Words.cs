namespace OpenTraces.Attribution.Text;

/// <summary>Names as programs have them: few nouns and verbs, used again and again.</summary>
internal sealed class Words(Random random)
{
    private static readonly string[] Nouns =
    [
        "account", "address", "amount", "archive", "balance", "batch", "block", "buffer", "bucket", "budget", "cache", "cart", "category",
        "channel", "chunk", "client", "cluster", "column", "command", "config", "context", "counter", "coupon", "currency", "cursor",
        "customer", "deadline", "delivery", "device", "digest", "discount", "document", "driver", "endpoint", "entry", "event", "factor",
        "field", "filter", "folder", "frame", "gateway", "graph", "group", "handle", "header", "history", "index", "interval", "inventory",
        "invoice", "item", "journal", "key", "label", "layer", "ledger", "limit", "listing", "locale", "manifest", "margin", "member",
        "message", "metric", "notice", "offset", "order", "owner", "page", "parcel", "parser", "partner", "payment", "period", "policy",
        "port", "price", "profile", "project", "quantity", "queue", "quota", "rating", "reader", "receipt", "region", "report", "request",
        "reserve", "response", "result", "retry", "route", "sample", "schedule", "schema", "score", "secret", "section", "segment",
        "server", "session", "shard", "shelf", "shipment", "signal", "snapshot", "source", "status", "stock", "stream", "summary",
        "supplier", "table", "target", "task", "tenant", "ticket", "token", "total", "tracker", "transfer", "user", "vendor", "version",
        "voucher", "warehouse", "weight", "window", "worker", "writer", "zone",
    ];

    private static readonly string[] Verbs =
    [
        "accept", "add", "apply", "build", "check", "clear", "close", "collect", "compute", "convert", "count", "create", "decode", "drop",
        "encode", "expand", "fetch", "fill", "find", "flush", "format", "load", "lock", "lookup", "make", "measure", "merge", "move",
        "notify", "open", "pack", "parse", "pick", "prepare", "publish", "read", "record", "refresh", "register", "release", "remove",
        "render", "repair", "replace", "resolve", "restore", "round", "save", "scan", "schedule", "select", "send", "sort", "split",
        "start", "stop", "store", "sum", "track", "trim", "update", "validate", "verify", "wait", "write",
    ];

    public string Noun() => Nouns[random.Next(Nouns.Length)];

    public string Verb() => Verbs[random.Next(Verbs.Length)];

    /// <summary>A name of one or two nouns in camel case.</summary>
    public string Camel() => random.Next(3) == 0 ? Noun() : Noun() + Upper(Noun());

    public string Pascal() => Upper(Camel());

    public string Snake() => random.Next(3) == 0 ? Noun() : Noun() + "_" + Noun();

    public string Number() => random.Next(4) == 0 ? random.Next(2).ToString(System.Globalization.CultureInfo.InvariantCulture)
        : random.Next(2, 500).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Another of the nouns in a line in place of one of them; the line itself when it has none.</summary>
    public string Vary(string line)
    {
        var start = random.Next(Nouns.Length);
        for (var i = 0; i < Nouns.Length; i++)
        {
            var noun = Nouns[(start + i) % Nouns.Length];
            var at = line.IndexOf(noun, StringComparison.Ordinal);
            if (at < 0)
                continue;
            var other = Noun();
            while (other == noun)
                other = Noun();
            return string.Concat(line.AsSpan(0, at), other, line.AsSpan(at + noun.Length));
        }

        return line.TrimEnd() + Tail(line);
    }

    public static string Upper(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private string Tail(string line) => line.TrimEnd().EndsWith(';') || line.TrimEnd().EndsWith('{') ? " // " + Noun() : " # " + Noun();
}
