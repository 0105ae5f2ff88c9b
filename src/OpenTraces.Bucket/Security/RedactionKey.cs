using System.Security.Cryptography;
using System.Text;
using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>
/// The secret that placeholders are derived from: the same value gives the same placeholder under one key, and nothing
/// can be compared across keys. Whoever holds the key can test guesses, so it never leaves the machine.
/// </summary>
public sealed class RedactionKey
{
    /// <summary>The number of bytes in a key.</summary>
    public const int Size = 32;

    /// <summary>The name of the key's file: <c>redaction.key</c>, 32 raw bytes.</summary>
    public const string FileName = "redaction.key";

    private readonly byte[] _secret;

    /// <summary>Copies 32 secret bytes.</summary>
    public RedactionKey(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != Size)
            throw new ArgumentException("A redaction key has 32 bytes.", nameof(secret));
        _secret = secret.ToArray();
    }

    /// <summary>A key of random bytes.</summary>
    public static RedactionKey CreateRandom() => new(RandomNumberGenerator.GetBytes(Size));

    /// <summary>
    /// Reads the key kept in a folder; writes a random one, readable by its owner only, when there is none. Of several
    /// processes that do so at once all get the same key.
    /// </summary>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.StoreCorrupt"/>: the file has another length. It is never replaced, because that
    /// would change every placeholder.
    /// </exception>
    public static async ValueTask<RedactionKey> LoadOrCreateAsync(string folder, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            await WriteNewAsync(folder, path, cancellationToken).ConfigureAwait(false);
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        return bytes.Length == Size
            ? new RedactionKey(bytes)
            : throw new OpenTracesException(OpenTracesErrorCode.StoreCorrupt,
                $"'{path}' should hold {Size} bytes. Restore it from a backup, or remove it to start with new placeholders.");
    }

    /// <summary>Says nothing of the secret.</summary>
    public override string ToString() => nameof(RedactionKey);

    /// <summary>Eight lower-case hexadecimal digits of HMAC-SHA-256 over the value's UTF-8 form.</summary>
    internal string TokenOf(ReadOnlySpan<char> value)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(value.Length)];
        var count = Encoding.UTF8.GetBytes(value, bytes);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_secret, bytes.AsSpan(0, count), mac);
        return Convert.ToHexStringLower(mac[..4]);
    }

    private static async ValueTask WriteNewAsync(string folder, string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{FileName}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            var stream = new FileStream(temporary, options);
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(RandomNumberGenerator.GetBytes(Size), cancellationToken).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first; its key is the key.
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
