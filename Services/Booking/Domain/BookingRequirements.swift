public import Identifiers

/// A JSON document that the rules keep and compare but never read, in canonical bytes: equal documents have equal
/// bytes, so that a change is seen without understanding it.
public struct Document: Sendable, Hashable {
    public let canonicalBytes: [UInt8]

    public init(canonicalBytes: [UInt8]) {
        self.canonicalBytes = canonicalBytes
    }
}

/// Who is asked for: what the rules reckon with, beside the document it was read from.
public struct StaffRequirements: Sendable, Hashable {
    /// So many people in a role.
    public struct Need: Sendable, Hashable {
        public var role: String
        public var count: Int
        /// What one of them costs an hour, when it is agreed.
        public var hourlyRate: Money?

        public init(role: String, count: Int, hourlyRate: Money? = nil) {
            self.role = role
            self.count = count
            self.hourlyRate = hourlyRate
        }
    }

    public var needs: [Need]
    public var skills: [String]
    public var document: Document

    /// - Parameters:
    ///   - needs: the roles that are named.
    ///   - specialSkills: what the document says under this name; it wins over `skills` even when it is empty.
    ///   - skills: what it says under this one.
    ///   - document: all of it.
    public init(needs: [Need], specialSkills: [String]?, skills: [String]?, document: Document) {
        self.needs = needs
        self.skills = specialSkills ?? skills ?? []
        self.document = document
    }

    /// How many people; at least one, since somebody who asks for staff without a number does not ask for nobody.
    public var people: Int { min(max(1, needs.reduce(0) { $0 + min($1.count, staffMax) }), staffMax) }

    private var staffMax: Int { BookingLimits.staffMax }

    func faults(currency: Currency) -> [BookingFault] {
        var faults = Faults()
        faults.count(needs.count, .staffRequirements, max: BookingLimits.staffMax)
        for (index, need) in needs.enumerated() {
            faults.name(need.role, .staffRequirements, index, part: "role", max: BookingLimits.roleLengthMax)
            if !(1...BookingLimits.staffMax ~= need.count) {
                faults.add(BookingFault(.staffRequirements, .outOfRange, at: index, part: "count"))
            }
            faults.amount(need.hourlyRate, .staffRequirements, index, part: "hourlyRate", currency: currency)
        }
        faults.count(skills.count, .staffRequirements, part: "skills", max: BookingLimits.skillsMax)
        for (index, skill) in skills.enumerated() {
            faults.name(skill, .staffRequirements, part: "skills/\(index)", max: BookingLimits.skillLengthMax)
        }
        faults.document(document, .staffRequirements)
        return faults.all
    }
}

/// Which equipment is asked for.
public struct EquipmentRequirements: Sendable, Hashable {
    public var kits: Int
    public var document: Document

    /// - Parameters:
    ///   - kits: how many; one when the document names no number.
    ///   - document: all of it.
    public init(kits: Int = 1, document: Document) {
        self.kits = kits
        self.document = document
    }

    func faults() -> [BookingFault] {
        var faults = Faults()
        if !(1...BookingLimits.kitsMax ~= kits) {
            faults.add(BookingFault(.equipmentRequirements, .outOfRange, part: "kits"))
        }
        faults.document(document, .equipmentRequirements)
        return faults.all
    }
}

/// How a booking repeats, in the venue's zone.
public struct Recurrence: Sendable, Hashable {
    public var frequency: RecurrenceFrequency
    public var interval: Int
    /// The last day it may fall on.
    public var endDate: CalendarDay

    public init(frequency: RecurrenceFrequency, interval: Int, endDate: CalendarDay) {
        self.frequency = frequency
        self.interval = interval
        self.endDate = endDate
    }

    /// The least time between two starts: a day may lack an hour, a month has four weeks.
    var distanceMin: Duration {
        let days =
            switch frequency {
            case .daily: interval
            case .weekly: interval * 7
            case .monthly: interval * 28
            }
        return .seconds(days * 86_400 - 3600)
    }
}
