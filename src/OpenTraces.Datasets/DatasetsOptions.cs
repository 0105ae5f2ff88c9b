using OpenTraces.Bucket;

namespace OpenTraces.Datasets;

/// <summary>How datasets are opened.</summary>
public sealed class DatasetsOptions
{
    /// <summary>The bucket's key, from which the placeholders in rows are derived.</summary>
    public required RedactionKey RedactionKey { get; init; }

    /// <summary>The clock that runs and reviews are stamped with; default the system's.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>What runs in this process; default the built-in ones.</summary>
    public IReadOnlyList<Workflow> Workflows { get; set; } = BuiltInWorkflows.All;

    /// <summary>Further ways of running workflows; the name <c>in-process</c> is taken.</summary>
    public IReadOnlyList<IWorkflowExecutor> Executors { get; set; } = [];

    /// <summary>
    /// Checks rows against a dataset's schema; without one no dataset can be created or run. Use
    /// <c>NJsonRowValidator.Create()</c>, or another where code is compiled ahead of time.
    /// </summary>
    public IRowValidator? RowValidator { get; set; }

    /// <summary>Login names replaced in rows wherever they stand as a word, beside those found in paths; default none.</summary>
    public IReadOnlyList<string> UserNames { get; set; } = [];

    /// <summary>Tools that run on every row beside the floor; default none.</summary>
    public IReadOnlyList<ISecurityTool> SecurityTools { get; set; } = [];

    /// <summary>Who reviews; written beside every decision. Default <c>cli</c>.</summary>
    public string Reviewer { get; set; } = "cli";
}
