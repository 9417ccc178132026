public import Identifiers

/// The least that has to change about an event so that a rule does not stand in its way any more.
public enum LeastChange: Sendable, Equatable {
    /// So many days between making the booking and its start.
    case giveNotice(days: Int)
    /// So many calendar days and not more.
    case shorten(days: Int)
    case admit(fromAge: Int)
    case leaveOut(FlagFact)
    case arrange(FlagFact)
    case hold(anyOf: [String])
    case holdVenue(anyOf: [String])
    case verifyAges(by: [AgeVerificationMethod])
    case track(in: TrackingSystem)
    case keep(NumberFact, Comparison, Double)
    /// To one of these kinds; none of them where nothing with product is lawful.
    case becomeEvent(oneOf: [EventKind])
    /// An officer looks something up, or sees to it, and says so.
    case confirm([String])
}

extension LeastChange {
    /// As an order to whoever arranges the event.
    public func sentence(for facts: EventFacts) -> String {
        switch self {
        case .giveNotice(let days): noticeSentence(days, facts)
        case .shorten(let days): days == 1 ? "End on the day it starts." : "Let it take at most \(days) calendar days."
        case .admit(let age): "Admit nobody under \(age)."
        case .leaveOut(let fact): "Leave out \(Self.activity(fact))."
        case .arrange(let fact): "Provide \(Self.activity(fact))."
        case .hold(let licenses): "Hold \(Self.choice(licenses))."
        case .holdVenue(let licenses): "Choose a venue that is licensed as \(Self.choice(licenses))."
        case .verifyAges(let methods): "Verify ages by \(Self.choice(methods.map(\.rawValue))) and nothing else."
        case .track(let system): "Record the product in \(system.rawValue)."
        case .keep(let fact, .atLeast, let limit): "Keep \(fact.rawValue) at \(spelled(limit)) or more."
        case .keep(let fact, .atMost, let limit): "Keep \(fact.rawValue) at \(spelled(limit)) or less."
        case .becomeEvent(let kinds):
            if kinds == [.educationalEvents] {
                "Hold it without cannabis product on site; no form of it with product is lawful."
            } else {
                "Hold it as one of \(kinds.map(\.rawValue).joined(separator: ", "))."
            }
        case .confirm(let words): "Have an officer confirm: \(words.joined(separator: ", "))."
        }
    }

    private func noticeSentence(_ days: Int, _ facts: EventFacts) -> String {
        switch (applyBy(for: facts), startsOnOrAfter(for: facts)) {
        case (let by?, let start?): "Make the booking by \(by), or let it start on \(start) or later."
        case (let by?, nil): "Make the booking by \(by)."
        case (nil, let start?): "Let it start on \(start) or later."
        case (nil, nil): "Make the booking \(days) days before its start."
        }
    }

    private static func choice(_ words: [String]) -> String {
        words.count > 1 ? "one of " + words.joined(separator: ", ") : words.joined()
    }

    private static func activity(_ fact: FlagFact) -> String {
        switch fact {
        case .isPublic: "admission of people who were not invited"
        case .hasConsumption: "consumption on site"
        case .hasSampling: "free samples"
        case .hasSales: "sales"
        case .productsAreTested: "laboratory results of every product"
        case .hasManifest: "a transport manifest"
        case .hasGuards: "security guards"
        case .hasVideoSurveillance: "video surveillance"
        case .hasAlarm: "an alarm"
        }
    }

    /// The last day on which the booking could be made for the start it has.
    public func applyBy(for facts: EventFacts) -> CalendarDay? {
        guard case .giveNotice(let days) = self, let start = facts.startsOn else { return nil }
        return CalendarDay(clampingDaysSinceEpoch: start.daysSinceEpoch - days)
    }

    /// The first day on which it could start, made when it was.
    public func startsOnOrAfter(for facts: EventFacts) -> CalendarDay? {
        guard case .giveNotice(let days) = self, let made = facts.madeOn else { return nil }
        return CalendarDay(clampingDaysSinceEpoch: made.daysSinceEpoch + days)
    }
}

extension LeastChange {
    /// The event after the change, whose other days keep their distance.
    public func applied(to facts: EventFacts) -> EventFacts {
        var changed = facts
        switch self {
        case .giveNotice:
            guard let first = startsOnOrAfter(for: facts), let start = facts.startsOn, start < first else { break }
            changed.startsOn = first
            changed.endsOn = facts.endsOn.map {
                CalendarDay(
                    clampingDaysSinceEpoch: $0.daysSinceEpoch + first.daysSinceEpoch - start.daysSinceEpoch)
            }
        case .shorten(let days):
            changed.endsOn = facts.startsOn.map {
                CalendarDay(clampingDaysSinceEpoch: $0.daysSinceEpoch + days - 1)
            }
        case .admit(let age): changed.minimumAge = age
        case .leaveOut(let fact): changed[fact] = false
        case .arrange(let fact): changed[fact] = true
        case .hold(let licenses): changed.heldLicenses = (facts.heldLicenses ?? []).union(licenses.prefix(1))
        case .holdVenue(let licenses): changed.venueLicenses = (facts.venueLicenses ?? []).union(licenses.prefix(1))
        case .verifyAges(let methods): changed.ageMethods = Set(methods.prefix(1))
        case .track(let system): changed.trackingSystems = (facts.trackingSystems ?? []).union([system])
        case .keep(let fact, _, let limit): changed.keep(fact, at: limit)
        case .becomeEvent(let kinds): changed.become(kinds.first)
        case .confirm(let words): changed.confirmations = (facts.confirmations ?? []).union(words)
        }
        return changed
    }
}

extension EventFacts {
    fileprivate mutating func keep(_ fact: NumberFact, at limit: Double) {
        switch fact {
        case .adultAudiencePercent: adultAudiencePercent = limit
        case .feetFromSchools: feetFromSchools = limit
        case .flowerGramsPerGuest: flowerGramsPerGuest = limit
        case .concentrateGramsPerGuest: concentrateGramsPerGuest = limit
        case .edibleServingMg: edibleServingMg = limit
        case .ediblePackageMg: ediblePackageMg = limit
        // Ages and days have changes of their own.
        case .minimumAge, .leadDays, .durationDays: break
        }
    }

    fileprivate mutating func become(_ kind: EventKind?) {
        switch kind {
        case .privateEvents?:
            bookingType = .privateParty
            isPublic = false
        case .publicEvents?: isPublic = true
        case .educationalEvents?:
            productCategories = []
            hasConsumption = false
            hasSampling = false
            hasSales = false
        case .samplingEvents?, nil: break
        }
    }
}
