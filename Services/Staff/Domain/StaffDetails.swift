public import Identifiers

/// What is said of a person.
public struct StaffDetails: Sendable, Equatable {
    /// As whom they sign in: the subject of their tokens.
    public var userID: ActorID
    /// What the roster shows.
    public var displayName: String
    public var email: String?
    public var phone: String?
    public var home: Home?
    /// BCP 47.
    public var languages: [String]
    public var skills: [String]
    public var expertise: CannabisExpertiseLevel
    public var certifications: [Certification]
    public var hourlyRate: Money?
    /// How long the way to an event takes them at most, in minutes; that long before each event they are not free.
    public var travelMinutes: Int
    /// Whether they take new assignments.
    public var isActive: Bool

    /// Where somebody lives, as far as travelling needs it.
    public struct Home: Sendable, Equatable {
        public var city: String
        public var state: USState
        public var postalCode: String?
        public var point: GeoPoint?

        public init(city: String, state: USState, postalCode: String?, point: GeoPoint?) {
            (self.city, self.state, self.postalCode, self.point) = (city, state, postalCode, point)
        }
    }

    public init(
        userID: ActorID, displayName: String, email: String?, phone: String?, home: Home?, languages: [String],
        skills: [String], expertise: CannabisExpertiseLevel, certifications: [Certification], hourlyRate: Money?,
        travelMinutes: Int, isActive: Bool
    ) {
        (self.userID, self.displayName, self.email, self.phone) = (userID, displayName, email, phone)
        (self.home, self.languages, self.skills, self.expertise) = (home, languages, skills, expertise)
        (self.certifications, self.hourlyRate) = (certifications, hourlyRate)
        (self.travelMinutes, self.isActive) = (travelMinutes, isActive)
    }

    /// What the members say together. Each by itself was checked where it was read.
    func check() throws(StaffError) {
        guard displayName.contains(where: { !$0.isWhitespace }) else { throw .blankName }
        guard StaffLimits.travelMinutes.contains(travelMinutes) else { throw .travelOutOfRange }
        guard Self.areDistinct(languages) else { throw .repeated(.languages) }
        guard Self.areDistinct(skills) else { throw .repeated(.skills) }
        guard Set(certifications.map(\.kind)).count == certifications.count else { throw .repeated(.certifications) }
        for certification in certifications {
            guard let issued = certification.issuedOn, let expires = certification.expiresOn else { continue }
            guard issued <= expires else { throw .certificateBackwards(certification.kind) }
        }
    }

    /// What of a change is for others to say: rate, standing and proof are not one's own word.
    func decidedByOthers(differingFrom new: StaffDetails) -> [String] {
        var fields: [String] = []
        if userID != new.userID { fields.append("userId") }
        if expertise != new.expertise { fields.append("expertiseLevel") }
        if certifications != new.certifications { fields.append("certifications") }
        if hourlyRate != new.hourlyRate { fields.append("hourlyRate") }
        if isActive != new.isActive { fields.append("isActive") }
        return fields
    }

    private static func areDistinct(_ words: [String]) -> Bool {
        Set(words.map { $0.lowercased() }).count == words.count
    }
}

/// A proof of what somebody may do.
public struct Certification: Sendable, Equatable {
    public var kind: CannabisStaffCertification
    public var number: String?
    public var issuedOn: CalendarDay?
    /// The last day on which it counts; nil for ever.
    public var expiresOn: CalendarDay?

    public init(kind: CannabisStaffCertification, number: String?, issuedOn: CalendarDay?, expiresOn: CalendarDay?) {
        (self.kind, self.number, self.issuedOn, self.expiresOn) = (kind, number, issuedOn, expiresOn)
    }
}

/// The bounds of this service's rules.
public enum StaffLimits {
    /// Minutes of travel before an event.
    public static let travelMinutes = 0...1_440
    /// What they are unless somebody says otherwise.
    public static let travelMinutesUsual = 60
    /// People on one booking: each change of it tells each of them, with all of them.
    public static let crewMax = 200
}
