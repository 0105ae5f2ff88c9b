namespace OpenTraces.Schema;

/// <summary>Which traces a dataset looks at.</summary>
public enum DatasetScope
{
    /// <summary>Every trace of the store.</summary>
    AllProjects,

    /// <summary>The traces of one project.</summary>
    Project,

    /// <summary>The traces of the folder the run was started in.</summary>
    Cwd,

    /// <summary>One trace.</summary>
    Trace,
}
