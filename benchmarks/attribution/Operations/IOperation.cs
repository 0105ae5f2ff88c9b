using OpenTraces.Attribution.Histories;

namespace OpenTraces.Attribution.Operations;

/// <summary>Something done to a repository after sessions worked in it.</summary>
internal interface IOperation
{
    string Name { get; }

    /// <summary>Does it, and says what is true then; null when this history does not let it be done.</summary>
    Aftermath? Run(History history, GitRunner git);
}
