/// Every bound of reading a configuration.
public enum ConfigurationLimits {
    /// One secret's file.
    public static let secretFileBytes = 64 << 10
    /// How much of a wrong value a fault repeats.
    static let shownCharacters = 60
    /// How far a misspelt name may be from the one that is suggested.
    static let suggestionEdits = 3
    /// The process's whole environment.
    static let environmentBytes = 4 << 20
}
