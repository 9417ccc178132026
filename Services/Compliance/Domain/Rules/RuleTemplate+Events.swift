import Identifiers

extension RuleTemplate {
    /// The rules that the ten leaves of one kind of event give.
    static func ofEvents(_ kind: EventKind) -> [RuleTemplate] {
        whetherEvents(kind) + howEvents(kind)
    }

    /// Whether such an event may take place, and what may be done at it.
    private static func whetherEvents(_ kind: EventKind) -> [RuleTemplate] {
        let name = kind.rawValue
        let path = "eventSpecificRules.\(kind.member)"
        let here = Condition.kind(kind)
        // An event is not forbidden for its samples: without them it may stand.
        let isOnlySampling = kind == .samplingEvents
        return [
            // Without product nothing regulated is on site; that nobody knows of a bar is worth a note.
            RuleTemplate(
                "\(name).allowed", .licensingVerification, when: here, else: isOnlySampling ? .refuse : .forbid,
                .criminal, unverified: kind == .educationalEvents ? .warn : .condition,
                about: "Whether \(kind.words) may be held", at: "\(path).allowed", { $0.events[kind].allowed },
                demands: { allowed, law in
                    allowed
                        ? .nothing("\(kind.capitalized) may be held.")
                        : Demand(
                            "\(kind.capitalized) may not be held.", .never,
                            else: isOnlySampling ? .leaveOut(.hasSampling) : .becomeEvent(oneOf: law.lawfulKinds))
                }),
            permission(
                "\(name).consumption", .consumptionLimits, .major, kind, .hasConsumption, "consumed",
                at: "\(path).consumptionAllowed", { $0.events[kind].consumptionAllowed }),
            permission(
                "\(name).sales", .licensingVerification, .criminal, kind, .hasSales, "sold",
                at: "\(path).salesAllowed", { $0.events[kind].salesAllowed }),
            permission(
                "\(name).sampling", .advertisingRestrictions, .major, kind, .hasSampling, "given away",
                at: "\(path).samplingAllowed", { $0.events[kind].samplingAllowed }),
        ]
    }

    private static func permission(
        _ name: String, _ area: ComplianceArea, _ severity: ViolationSeverity, _ kind: EventKind,
        _ activity: FlagFact, _ done: String, at path: String,
        _ leaf: @escaping @Sendable (StateLaw) -> Leaf<Bool>
    ) -> RuleTemplate {
        RuleTemplate(
            name, area, when: .all([.kind(kind), .flag(activity)]), else: .refuse, severity,
            unverified: .condition, about: "Whether product may be \(done) at \(kind.words)", at: path, leaf,
            demands: { allowed, _ in
                allowed
                    ? .nothing("Product may be \(done) at \(kind.words).")
                    : Demand("Product may not be \(done) at \(kind.words).", .never, else: .leaveOut(activity))
            })
    }

    /// Under which conditions.
    private static func howEvents(_ kind: EventKind) -> [RuleTemplate] {
        let name = kind.rawValue
        let path = "eventSpecificRules.\(kind.member)"
        let here = Condition.kind(kind)
        return [
            RuleTemplate(
                "\(name).permit", .licensingVerification, when: here, else: .condition, .major,
                unverified: kind == .publicEvents ? .condition : .warn,
                about: "Whether \(kind.words) need a permit", at: "\(path).permitRequired",
                { $0.events[kind].permitRequired },
                demands: { isRequired, law in
                    guard isRequired else { return .nothing("\(kind.capitalized) need no permit.") }
                    guard let permit = law.events[kind].permitType.value else {
                        return Demand("\(kind.capitalized) need a permit, whose name is not known.")
                    }
                    return Demand(
                        "\(kind.capitalized) need a permit: \(permit).", .words(.heldLicenses, .includes, [permit]),
                        else: .hold(anyOf: [permit]))
                }),
            RuleTemplate(
                "\(name).lead_time", .licensingVerification, when: here, else: .refuse, .minor,
                unverified: kind == .publicEvents ? .condition : .warn,
                about: "How many days before their start \(kind.words) must be applied for", at: "\(path).noticeDays",
                { $0.events[kind].noticeDays },
                demands: { days, _ in
                    Demand(
                        "\(kind.capitalized) must be applied for \(days) days before their start.",
                        .number(.leadDays, .atLeast, Double(days)), else: .giveNotice(days: days))
                }),
            RuleTemplate(
                "\(name).duration", .licensingVerification, when: here, else: .refuse, .minor, unverified: .warn,
                about: "How many days \(kind.words) may take", at: "\(path).maxDurationDays",
                { $0.events[kind].maxDurationDays },
                demands: { days, _ in
                    Demand(
                        "\(kind.capitalized) may take at most \(days) days.",
                        .number(.durationDays, .atMost, Double(days)), else: .shorten(days: days))
                }),
            // The data set applies the age whenever product is present: without it there is nothing to keep from minors.
            RuleTemplate(
                "\(name).minimum_age", .ageVerification, when: .all([here, .productOnSite]), else: .refuse, .criminal,
                unverified: .condition, about: "From which age guests are admitted to \(kind.words)",
                at: "\(path).minimumAge", { $0.events[kind].minimumAge },
                demands: { age, _ in
                    Demand(
                        "Guests of \(kind.words) must be \(age).", .number(.minimumAge, .atLeast, Double(age)),
                        else: .admit(fromAge: age))
                }),
            RuleTemplate(
                "\(name).restrictions", .licensingVerification, when: here, else: .condition, .minor,
                unverified: .warn, about: "How \(kind.words) are restricted", at: "\(path).restrictions",
                { $0.events[kind].restrictions },
                demands: { words, _ in
                    .words(words, "\(kind.capitalized) are restricted")
                }),
        ]
    }
}

extension RuleTemplate.Demand {
    /// A list of demands in words, each of which an officer confirms.
    static func words(_ words: [String], _ subject: String) -> RuleTemplate.Demand {
        words.isEmpty
            ? .nothing("\(subject) by nothing on file.")
            : RuleTemplate.Demand(
                "\(subject): \(words.joined(separator: ", ")).", .all(words.map(Restriction.condition)),
                else: .confirm(words))
    }
}

extension EventLaws {
    /// What is said of one kind.
    public subscript(kind: EventKind) -> EventLaw {
        switch kind {
        case .publicEvents: publicEvents
        case .privateEvents: privateEvents
        case .educationalEvents: educationalEvents
        case .samplingEvents: samplingEvents
        }
    }
}

extension StateLaw {
    /// The kinds that an event could change to: what is allowed with product, and always the form without.
    var lawfulKinds: [EventKind] {
        [.publicEvents, .privateEvents].filter {
            events[$0].allowed.value == true && events[$0].allowed.standing(at: "").isSettled
        } + [.educationalEvents]
    }
}

extension EventKind {
    /// The member of the data set.
    var member: String {
        switch self {
        case .publicEvents: "publicEvents"
        case .privateEvents: "privateEvents"
        case .educationalEvents: "educationalEvents"
        case .samplingEvents: "samplingEvents"
        }
    }

    /// In the middle of a sentence.
    var words: String {
        switch self {
        case .publicEvents: "public events with product"
        case .privateEvents: "private events with product"
        case .educationalEvents: "events without product on site"
        case .samplingEvents: "events that give product away"
        }
    }

    /// At its beginning.
    var capitalized: String { words.prefix(1).uppercased() + words.dropFirst() }
}
