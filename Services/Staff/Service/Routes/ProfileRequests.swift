import Identifiers
public import JSON
import PlatformProtocol
public import StaffDomain

extension Certification: JSONCodable {
    public static let json = JSONType.record(
        { (kind, number, issued, expires) in
            Certification(kind: kind, number: number, issuedOn: issued, expiresOn: expires)
        },
        Field("kind", \.kind, .oneOf()),
        Field("number", \.number, .string(length: 1...100).optional, classified: .pii),
        Field("issuedOn", \.issuedOn, .day.optional),
        Field("expiresOn", \.expiresOn, .day.optional, "The last day on which it counts"))
}

extension StaffDetails.Home: JSONCodable {
    public static var jsonName: String { "StaffHome" }

    public static let json = JSONType.record(
        { (city, state, postalCode, point) in
            StaffDetails.Home(city: city, state: state, postalCode: postalCode, point: point)
        },
        Field("city", \.city, .string(length: 1...100)),
        Field("state", \.state, .oneOf()),
        Field("postalCode", \.postalCode, .string(length: 3...12).optional),
        Field("point", \.point, .nested().optional))
}

/// `POST /profiles` and `PUT /profiles/{staffId}`: all that is said of a person.
struct WriteStaffProfile: Sendable, Equatable {
    let userID: ActorID
    let displayName: String
    let email: String?
    let phone: String?
    let home: StaffDetails.Home?
    let languages: [String]
    let skills: [String]
    let expertise: CannabisExpertiseLevel
    let certifications: [Certification]
    let hourlyRate: Int64?
    let currency: Currency
    let travelMinutes: Int
    let isActive: Bool
    let expectedVersion: Int?

    var details: StaffDetails {
        StaffDetails(
            userID: userID, displayName: displayName, email: email, phone: phone, home: home, languages: languages,
            skills: skills, expertise: expertise, certifications: certifications,
            hourlyRate: hourlyRate.map { Money(minorUnits: $0, currency: currency) }, travelMinutes: travelMinutes,
            isActive: isActive)
    }
}

/// The bounds of what is said of a person.
enum ProfileBounds {
    static let rate: ClosedRange<Int64> = 0...100_000_000
    static let languages = 0...50
    static let skills = 0...100
    static let certifications = 0...CannabisStaffCertification.allCases.count
}

extension WriteStaffProfile: JSONCodable {
    static let json = JSONType.record(
        Self.init,
        Field("userId", \.userID, .actor, "As whom they sign in", classified: .pii),
        Field("displayName", \.displayName, .string(length: 1...200), "What the roster shows"),
        Field("email", \.email, .string(length: 3...254, format: .email).optional, classified: .pii),
        Field("phone", \.phone, .string(length: 3...40, format: .phone).optional, classified: .pii),
        Field("home", \.home, .nested().optional, classified: .pii),
        Field(
            "languages", \.languages,
            .array(.string(length: 2...35), count: ProfileBounds.languages)
                .defaulting(to: []), "BCP 47"),
        Field(
            "skills", \.skills, .array(.string(length: 1...100), count: ProfileBounds.skills).defaulting(to: [])),
        Field("expertiseLevel", \.expertise, .oneOf().defaulting(to: .novice)),
        Field(
            "certifications", \.certifications,
            .array(.nested(), count: ProfileBounds.certifications)
                .defaulting(to: []), "Each kind once"),
        Field("hourlyRate", \.hourlyRate, .minorUnits(ProfileBounds.rate).optional, classified: .restricted),
        Field("currency", \.currency, .currency.defaulting(to: .usd)),
        Field(
            "travelMinutes", \.travelMinutes,
            .integer(StaffLimits.travelMinutes).defaulting(to: StaffLimits.travelMinutesUsual),
            "Kept free before each event"),
        Field("isActive", \.isActive, .bool.defaulting(to: true), "Whether they take assignments"),
        Field("expectedVersion", \.expectedVersion, .integer(1...Int.max).optional, "Of the profile that is replaced"))

    /// As the API's description shows it.
    static let example = ActorID("0192f0c1-4b1d-7c3a-9d5e-2f8a6b7c8d9e").map { userID in
        WriteStaffProfile(
            userID: userID, displayName: "Robin Vale", email: "robin@example.com", phone: "+15105550123",
            home: StaffDetails.Home(
                city: "Oakland", state: .california, postalCode: "94612",
                point: GeoPoint(latitude: 37.8044, longitude: -122.2712)),
            languages: ["en", "es"], skills: ["terpenes", "edibles"], expertise: .experienced,
            certifications: [
                Certification(
                    kind: .budtenderCertified, number: "CA-1182", issuedOn: nil,
                    expiresOn: CalendarDay(year: 2027, month: 6, day: 30))
            ], hourlyRate: 3_250, currency: .usd, travelMinutes: 60, isActive: true, expectedVersion: nil)
    }
}

/// `PATCH /profiles/{staffId}`: what is left out stays, `null` empties.
struct UpdateStaffProfile: Sendable, Equatable {
    let userID: ActorID?
    let displayName: String?
    let email: JSONChange<String>
    let phone: JSONChange<String>
    let home: JSONChange<StaffDetails.Home>
    let languages: [String]?
    let skills: [String]?
    let expertise: CannabisExpertiseLevel?
    let certifications: [Certification]?
    let hourlyRate: JSONChange<Int64>
    let currency: Currency?
    let travelMinutes: Int?
    let isActive: Bool?
    let expectedVersion: Int?

    /// A person's details with this change.
    func applied(to old: StaffDetails) -> StaffDetails {
        var new = old
        new.userID = userID ?? old.userID
        new.displayName = displayName ?? old.displayName
        new.email = email.applied(to: old.email)
        new.phone = phone.applied(to: old.phone)
        new.home = home.applied(to: old.home)
        new.languages = languages ?? old.languages
        new.skills = skills ?? old.skills
        new.expertise = expertise ?? old.expertise
        new.certifications = certifications ?? old.certifications
        let unit = currency ?? old.hourlyRate?.currency ?? .usd
        new.hourlyRate = hourlyRate.applied(to: old.hourlyRate?.minorUnits)
            .map { Money(minorUnits: $0, currency: unit) }
        new.travelMinutes = travelMinutes ?? old.travelMinutes
        new.isActive = isActive ?? old.isActive
        return new
    }
}

extension UpdateStaffProfile: JSONCodable {
    static let json = JSONType.record(
        Self.init,
        Field("userId", \.userID, .actor.optional, classified: .pii),
        Field("displayName", \.displayName, .string(length: 1...200).optional),
        Field("email", \.email, .string(length: 3...254, format: .email).change, classified: .pii),
        Field("phone", \.phone, .string(length: 3...40, format: .phone).change, classified: .pii),
        Field("home", \.home, .nested().change, classified: .pii),
        Field("languages", \.languages, .array(.string(length: 2...35), count: ProfileBounds.languages).optional),
        Field("skills", \.skills, .array(.string(length: 1...100), count: ProfileBounds.skills).optional),
        Field("expertiseLevel", \.expertise, .oneOf().optional),
        Field(
            "certifications", \.certifications, .array(.nested(), count: ProfileBounds.certifications).optional,
            "All that there are to be"),
        Field("hourlyRate", \.hourlyRate, .minorUnits(ProfileBounds.rate).change, classified: .restricted),
        Field("currency", \.currency, .currency.optional),
        Field("travelMinutes", \.travelMinutes, .integer(StaffLimits.travelMinutes).optional),
        Field("isActive", \.isActive, .bool.optional),
        Field("expectedVersion", \.expectedVersion, .integer(1...Int.max).optional))
}

/// A person on file, as it is answered.
struct ProfileView: Sendable, Equatable {
    let id: StaffID
    let version: Int
    let organizationID: OrganizationID
    let profile: StaffDetails
    let createdBy: ActorID
    let createdAt: Timestamp
    let updatedAt: Timestamp

    init(_ profile: StaffProfile) {
        (id, version, organizationID) = (profile.id, profile.version, profile.organizationID)
        self.profile = profile.details
        (createdBy, createdAt, updatedAt) = (profile.createdBy, profile.createdAt, profile.updatedAt)
    }

    private init(
        id: StaffID, version: Int, organizationID: OrganizationID, profile: StaffDetails, createdBy: ActorID,
        createdAt: Timestamp, updatedAt: Timestamp
    ) {
        (self.id, self.version, self.organizationID, self.profile) = (id, version, organizationID, profile)
        (self.createdBy, self.createdAt, self.updatedAt) = (createdBy, createdAt, updatedAt)
    }

    fileprivate var hourlyRate: Int64? { profile.hourlyRate?.minorUnits }
    fileprivate var currency: Currency { profile.hourlyRate?.currency ?? .usd }
}

extension ProfileView: JSONCodable {
    static var jsonName: String { "StaffProfile" }

    static let json = JSONType.openRecord(
        {
            (
                id: StaffID, version: Int, organizationID: OrganizationID, userID: ActorID, displayName: String,
                email: String?, phone: String?, home: StaffDetails.Home?, languages: [String], skills: [String],
                expertise: CannabisExpertiseLevel, certifications: [Certification], rate: Int64?, currency: Currency,
                travelMinutes: Int, isActive: Bool, createdBy: ActorID, createdAt: Timestamp, updatedAt: Timestamp
            ) in
            ProfileView(
                id: id, version: version, organizationID: organizationID,
                profile: StaffDetails(
                    userID: userID, displayName: displayName, email: email, phone: phone, home: home,
                    languages: languages, skills: skills, expertise: expertise, certifications: certifications,
                    hourlyRate: rate.map { Money(minorUnits: $0, currency: currency) }, travelMinutes: travelMinutes,
                    isActive: isActive),
                createdBy: createdBy, createdAt: createdAt, updatedAt: updatedAt)
        },
        Field("id", \.id, .id()),
        Field("version", \.version, .integer(1...Int.max)),
        Field("organizationId", \.organizationID, .id()),
        Field("userId", \.profile.userID, .actor, classified: .pii),
        Field("displayName", \.profile.displayName, .string(length: 1...200)),
        Field("email", \.profile.email, .string(length: 3...254).optional, classified: .pii),
        Field("phone", \.profile.phone, .string(length: 3...40).optional, classified: .pii),
        Field("home", \.profile.home, .nested().optional, classified: .pii),
        Field("languages", \.profile.languages, .array(.string(length: 2...35), count: ProfileBounds.languages)),
        Field("skills", \.profile.skills, .array(.string(length: 1...100), count: ProfileBounds.skills)),
        Field("expertiseLevel", \.profile.expertise, .oneOf()),
        Field(
            "certifications", \.profile.certifications, .array(.nested(), count: ProfileBounds.certifications)),
        Field("hourlyRate", \.hourlyRate, .minorUnits(ProfileBounds.rate).optional, classified: .restricted),
        Field("currency", \.currency, .currency),
        Field("travelMinutes", \.profile.travelMinutes, .integer(StaffLimits.travelMinutes)),
        Field("isActive", \.profile.isActive, .bool),
        Field("createdBy", \.createdBy, .actor),
        Field("createdAt", \.createdAt, .eventTime),
        Field("updatedAt", \.updatedAt, .eventTime))
}
