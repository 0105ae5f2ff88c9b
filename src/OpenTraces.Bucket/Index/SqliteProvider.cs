using OpenTraces.Schema;

namespace OpenTraces.Bucket.Index;

/// <summary>The application chooses which SQLite it runs on; the library only notices when it has chosen none.</summary>
internal static class SqliteProvider
{
    public static void Require() => Require(() => SQLitePCL.raw.sqlite3_libversion_number());

    public static void Require(Func<int> probe)
    {
        try
        {
            // The static constructor registers the bundle where it is referenced and can be found at run time.
            System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(Microsoft.Data.Sqlite.SqliteConnection).TypeHandle);
            _ = probe();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                "The application has no SQLite: reference the package SQLitePCLRaw.bundle_e_sqlite3 (2.0.6 or later) and call "
                + "SQLitePCL.Batteries_V2.Init() once at its start.", e);
        }
    }
}
