public import Identifiers

/// The whole data set.
public struct LawCollection: Sendable, Equatable {
    public let schemaVersion: String
    /// No rule is known to have been in force before.
    public let compiledOn: CalendarDay
    public let disclaimer: String
    /// What the federation says; it is told and not judged by.
    public let federalContext: FederalContext
    public let states: [USState: StateLaw]

    public init(
        schemaVersion: String, compiledOn: CalendarDay, disclaimer: String, federalContext: FederalContext,
        states: [USState: StateLaw]
    ) {
        self.schemaVersion = schemaVersion
        self.compiledOn = compiledOn
        self.disclaimer = disclaimer
        self.federalContext = federalContext
        self.states = states
    }
}

/// The federation's law in a sentence, and where it was read.
public struct FederalContext: Sendable, Equatable {
    public let summary: String
    public let source: LawSource

    public init(summary: String, source: LawSource) {
        self.summary = summary
        self.source = source
    }
}
