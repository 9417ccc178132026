// ComplianceService: what compliance-management is made of beside its rules.
//
// Model: the rules are in ComplianceDomain and know neither files nor JSON. Here the shipped data set is read into them
// (`Data/`), and what they found is put into the words of the platform's events (`Events/`).
//
// Failure: a data set with a fault is refused as a whole, with all of its faults at once and where they are, because a
// rule that is missing looks like a freedom. Nothing here judges.

public import ComplianceDomain
import Identifiers
public import JSON

/// `state_rules.json` as it is written.
struct StateRulesDocument: Sendable {
    let schemaVersion: String
    let compiledOn: CalendarDay
    let disclaimer: String
    let federalContext: FederalContext
    /// For people who read the file.
    let conventions: JSONValue
    let enums: Vocabularies
    let states: [String: StateLaw]

    /// The words that the file says it uses. They are read as ours, so a word that we do not know is a fault.
    struct Vocabularies: Sendable {
        let confidence: [RuleConfidence]
        let legalityStatus: [CannabisLegalityStatus]
        let operationalComplexity: [OperationalComplexity]
        let rollout: [Rollout]
        let verificationMethods: [AgeVerificationMethod]
        let trackingSystems: [TrackingSystem?]
        let consumptionBasis: [ConsumptionBasis]
    }

    var laws: LawCollection {
        LawCollection(
            schemaVersion: schemaVersion, compiledOn: compiledOn, disclaimer: disclaimer,
            federalContext: federalContext,
            states: Dictionary(uniqueKeysWithValues: states.values.map { ($0.state, $0) }))
    }
}

extension StateRulesDocument: JSONCodable {
    static let json = JSONType.record(
        Self.init,
        Field("schemaVersion", \.schemaVersion, .string(length: 1...20)),
        Field("compiledOn", \.compiledOn, .day),
        Field("disclaimer", \.disclaimer, .string(length: 1...5_000)),
        Field("federalContext", \.federalContext, .nested()),
        Field("conventions", \.conventions, .any),
        Field("enums", \.enums, .nested()),
        Field("states", \.states, .map(.nested(), count: 1...USState.allCases.count))
    ).checked { document, faults in
        for (name, law) in document.states where name != law.state.rawValue {
            faults.add("/states/\(name)/state", .misplaced, "must be the name under which the state stands")
        }
        for state in USState.allCases where document.states[state.rawValue] == nil {
            faults.add("/states/\(state.rawValue)", .missingMember, "is required: every state of the platform is here")
        }
        for (name, law) in document.states where law.lastUpdated > document.compiledOn {
            faults.add("/states/\(name)/lastUpdated", .outOfRange, "must not be after compiledOn")
        }
    }
}

extension StateRulesDocument.Vocabularies: JSONCodable {
    static let json = JSONType.record(
        Self.init,
        Field("confidence", \.confidence, .array(.oneOf(), count: 1...20)),
        Field("legality.status", \.legalityStatus, .array(.oneOf(), count: 1...20)),
        Field("operationalComplexity", \.operationalComplexity, .array(.oneOf(), count: 1...20)),
        Field("rollout", \.rollout, .array(.oneOf(), count: 1...20)),
        Field("verificationMethods", \.verificationMethods, .array(.oneOf(), count: 1...20)),
        Field("productTracking.system", \.trackingSystems, .array(.oneOf().nullable, count: 1...20)),
        Field("consumptionLimits.basis", \.consumptionBasis, .array(.oneOf(), count: 1...20)))
}

extension StateLaw: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("state", \.state, .oneOf()),
        Field("name", \.name, .string(length: 1...100)),
        Field("abbreviation", \.abbreviation, .string(length: 2...2)),
        Field("rollout", \.rollout, .oneOf()),
        Field("lastUpdated", \.lastUpdated, .day),
        Field("legality", \.legality, .nested()),
        Field("operationalComplexity", \.operationalComplexity, .leaf(.oneOf())),
        Field("regulator", \.regulator, .nested()),
        Field("licensing", \.licensing, .nested()),
        Field("operationalRequirements", \.operations, .nested()),
        Field("eventSpecificRules", \.events, .nested()),
        Field("advertising", \.advertising, .nested()),
        Field("penalties", \.penalties, .nested()),
        Field("pendingChanges", \.pendingChanges, .leaf(.array(.string(length: 1...1_000), count: 0...50))),
        Field("sources", \.sources, .array(.nested(), count: 1...200))
    ).checked { law, faults in
        if law.abbreviation != law.state.usps {
            faults.add("/abbreviation", .misplaced, "must be the state's own")
        }
        if (law.rollout == .current) != law.state.isOperating {
            faults.add("/rollout", .misplaced, "must be what the platform says of the state")
        }
        checkSources(of: law, &faults)
        for leaf in law.leaves { check(leaf, of: law, &faults) }
        for kind in EventKind.allCases {
            let event = law.events[kind]
            let parts = [event.consumptionAllowed, event.salesAllowed, event.samplingAllowed]
            if event.allowed.value == false, parts.contains(where: { $0.value == true }) {
                faults.add(
                    "/eventSpecificRules", .contradiction, "what is not allowed at all cannot allow a part of it")
            }
        }
    }

    private static func checkSources(of law: StateLaw, _ faults: inout JSONRuleFaults) {
        var ids: Set<String> = []
        for (index, source) in law.sources.enumerated() where !ids.insert(source.id).inserted {
            faults.add("/sources/\(index)/id", .duplicateMember, "another source has this id")
        }
    }

    /// A confidence is a promise about source and value.
    private static func check(_ leaf: LeafStanding, of law: StateLaw, _ faults: inout JSONRuleFaults) {
        let pointer = "/" + leaf.path.replacing(".", with: "/")
        let source = law.source(of: leaf)
        if leaf.source != nil, source == nil {
            faults.add("\(pointer)/source", .unknownSource, "is not the id of a source of this state")
        }
        switch leaf.confidence {
        case .confirmed, .secondary:
            if leaf.source == nil { faults.add("\(pointer)/source", .unknownSource, "is required by the confidence") }
            if !leaf.hasValue { faults.add("\(pointer)/value", .contradiction, "is required by the confidence") }
            if leaf.confidence == .confirmed, let source, !source.kind.isPrimary {
                faults.add("\(pointer)/confidence", .contradiction, "`confirmed` takes a primary source")
            }
        case .unverified:
            if leaf.source != nil {
                faults.add("\(pointer)/source", .contradiction, "what is unverified has no source")
            }
        case .notApplicable:
            if leaf.hasValue { faults.add("\(pointer)/value", .contradiction, "what does not apply has no value") }
        case .derived: break
        }
    }
}

extension JSONFault.Code {
    static let misplaced: Self = "misplaced"
    static let unknownSource: Self = "unknown_source"
    static let contradiction: Self = "contradiction"
}
