namespace OpenTraces.Schema;

/// <summary>The security tools a dataset may name, in their canonical order.</summary>
public enum SecurityToolName
{
    /// <summary>Secrets with a known form.</summary>
    Regex,

    /// <summary>Strings too random to be words.</summary>
    Entropy,

    /// <summary>The program of that name.</summary>
    Trufflehog,

    /// <summary>Personal data by rules.</summary>
    PrivacyFilter,

    /// <summary>Personal data by a model.</summary>
    LlmPii,

    /// <summary>Internal hosts, customers, money.</summary>
    BusinessLogic,

    /// <summary>User names in paths.</summary>
    PathAnonymizer,

    /// <summary>What lies outside a capsule.</summary>
    CapsuleScope,

    /// <summary>A verdict on the whole.</summary>
    Classifier,
}
