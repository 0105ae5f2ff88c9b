using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace OpenTraces.Bucket;

/// <summary>What the other packages of the family add themselves to.</summary>
[Experimental("OT0001")]
public interface IOpenTracesBuilder
{
    /// <summary>The container to be.</summary>
    IServiceCollection Services { get; }
}
